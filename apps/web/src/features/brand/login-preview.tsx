import { useTranslation } from 'react-i18next'
import { type Brand, brandProperties } from '../../lib/brand.ts'
import { Button } from '../../ui/button.tsx'
import { EntryCard } from '../../ui/entry-card.tsx'
import { TextField } from '../../ui/text-field.tsx'

interface Props {
  readonly brand: Brand
  readonly theme: 'light' | 'dark'
}

const LINK = 'font-medium text-brand underline underline-offset-4'

/** The login page as visitors will see it, to look at only. */
export const LoginPreview = ({ brand, theme }: Props) => {
  const { t } = useTranslation()
  return (
    <div
      inert
      aria-hidden="true"
      data-theme={theme}
      style={brandProperties(brand.color)}
      className="flex min-w-0 flex-col items-center rounded-2xl border border-line bg-page px-4 py-6 text-ink"
    >
      <EntryCard
        isPreview
        brand={brand}
        title={t('login.title')}
        lead={t('login.lead')}
        links={
          <>
            <span className={LINK}>{t('login.forgot')}</span>
            <span className={LINK}>{t('login.register')}</span>
          </>
        }
      >
        <TextField label={t('field.email')} readOnly autoComplete="off" value="ada@example.com" />
        <TextField label={t('field.password')} readOnly autoComplete="off" value="••••••••••••" />
        <Button>{t('login.submit')}</Button>
        <Button look="plain">{t('login.mailCode')}</Button>
      </EntryCard>
    </div>
  )
}
