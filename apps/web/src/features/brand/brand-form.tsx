import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useDispatch } from 'react-redux'
import { api } from '../../lib/api.ts'
import { renewConfig } from '../../lib/config.ts'
import { problemText } from '../../lib/problem-text.ts'
import { tell } from '../../lib/toasts.ts'
import { useBrand } from '../../lib/use-brand.ts'
import { Button } from '../../ui/button.tsx'
import { Form } from '../../ui/form.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { type BrandPart, type BrandRefusal, saveBrand, useFixedBrandQuery } from './brand-api.ts'
import { BrandPreview } from './brand-preview.tsx'
import { ColorField } from './color-field.tsx'
import { LogoField } from './logo-field.tsx'
import { useDraftBrand } from './use-draft-brand.ts'

/** What the server may say of a picture, in the words of this form. */
const LOGO_TEXTS: Readonly<Record<string, string>> = {
  unsupported_media_type: 'logoKind',
  payload_too_large: 'logoLarge',
  validation_failed: 'logoBroken',
}

interface Props {
  /** What the button says. */
  readonly action: string
  readonly onSaved?: () => void
}

const Fields = ({ action, onSaved, fixed }: Props & { readonly fixed: readonly BrandPart[] }) => {
  const { t } = useTranslation('brand')
  const dispatch = useDispatch()
  const saved = useBrand()
  const draft = useDraftBrand(saved)
  const [isBusy, setBusy] = useState(false)
  const [tries, setTries] = useState(0)
  const [refusal, setRefusal] = useState<BrandRefusal | null>(null)
  const [logoError, setLogoError] = useState<string | null>(null)

  const isRefused = (part: BrandPart) =>
    refusal?.part === part && refusal.problem.errors !== undefined
  const isNameWrong = (tries > 0 && !draft.isNameValid) || isRefused('name')
  const isColorWrong = (tries > 0 && !draft.isColorValid) || isRefused('color')

  const save = async () => {
    setTries(tries + 1)
    setRefusal(null)
    if (!draft.isNameValid || !draft.isColorValid) return
    setBusy(true)
    const refused = await saveBrand(saved, draft.wish)
    await renewConfig()
    dispatch(api.util.invalidateTags(['Settings', 'Audit']))
    setBusy(false)
    setRefusal(refused)
    if (refused?.part === 'logo') {
      const key = LOGO_TEXTS[refused.problem.code]
      // No second try makes a picture of that file.
      if (key) draft.setLogo('same')
      setLogoError(key ? t(key) : problemText(refused.problem))
    }
    if (refused?.part !== 'logo') draft.setLogo('same')
    if (refused) return
    tell(t('saved'))
    onSaved?.()
  }

  return (
    <div className="grid grid-cols-1 items-start gap-8 lg:grid-cols-2">
      <Form isBusy={isBusy} refusal={refusal ?? tries} onSend={() => void save()}>
        <Notice>
          {refusal &&
            refusal.part !== 'logo' &&
            !refusal.problem.errors &&
            problemText(refusal.problem)}
        </Notice>
        <TextField
          label={t('name')}
          name="name"
          autoComplete="organization"
          readOnly={fixed.includes('name')}
          maxLength={40}
          value={draft.name}
          onChange={({ target }) => draft.setName(target.value)}
          errors={isNameWrong ? [t('nameInvalid')] : []}
          hint={t(fixed.includes('name') ? 'fixed' : 'nameHint')}
        />
        <ColorField
          value={draft.color}
          onChange={draft.setColor}
          isFixed={fixed.includes('color')}
          errors={isColorWrong ? [t('colorInvalid')] : []}
        />
        <LogoField
          url={draft.shown.logoUrl}
          isFixed={fixed.includes('logo')}
          error={logoError}
          onRefuse={(why) => setLogoError(t(why))}
          onChoose={(file) => {
            setLogoError(null)
            draft.setLogo(file)
          }}
          onRemove={() => {
            setLogoError(null)
            draft.setLogo(saved.logoUrl ? 'none' : 'same')
          }}
        />
        <Button type="submit" isBusy={isBusy} className="justify-self-start">
          {action}
        </Button>
      </Form>
      <BrandPreview brand={draft.shown} />
    </div>
  )
}

/** The name, the colour and the logo of the installation, with the login page as it will look. */
export const BrandForm = (props: Props) => (
  <Loaded of={useFixedBrandQuery()} lines={8}>
    {(fixed) => <Fields {...props} fixed={fixed} />}
  </Loaded>
)
