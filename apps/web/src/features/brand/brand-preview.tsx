import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Brand } from '../../lib/brand.ts'
import { LoginPreview } from './login-preview.tsx'

const LOOKS = ['light', 'dark'] as const

/** The login page in light and in dark, one at a time. */
export const BrandPreview = ({ brand }: { readonly brand: Brand }) => {
  const { t } = useTranslation('brand')
  const [theme, setTheme] = useState<(typeof LOOKS)[number]>('light')
  return (
    <fieldset className="grid min-w-0 grid-cols-1 content-start gap-3">
      <legend className="mb-3 text-sm font-medium">{t('preview')}</legend>
      <div className="flex gap-5">
        {LOOKS.map((look) => (
          <label key={look} className="flex min-h-8 items-center gap-2 text-sm">
            <input
              type="radio"
              name="preview"
              checked={look === theme}
              onChange={() => setTheme(look)}
              className="size-4 accent-brand"
            />
            {t(look)}
          </label>
        ))}
      </div>
      <LoginPreview brand={brand} theme={theme} />
    </fieldset>
  )
}
