import { Check, Copy } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useCopy } from '../../lib/use-copy.ts'
import { Button } from '../../ui/button.tsx'
import type { Snippet } from './snippets.ts'

/** Code to copy. */
export const CodeBlock = ({ file, code }: Snippet) => {
  const { t } = useTranslation('connect')
  const { copy, isCopied } = useCopy()
  const Icon = isCopied ? Check : Copy
  return (
    <figure className="grid min-w-0 overflow-hidden rounded-xl border border-line">
      <figcaption className="flex items-center justify-between gap-3 border-b border-line bg-page py-1 pr-1 pl-4 text-sm">
        <span className="truncate font-mono text-quiet">{file}</span>
        <Button
          look="plain"
          className="min-h-9! border-transparent! text-sm"
          aria-label={t('copyOf', { file })}
          onClick={() => void copy(code)}
        >
          <Icon aria-hidden="true" className="size-4" />
          <span aria-live="polite">{t(isCopied ? 'copied' : 'copy')}</span>
        </Button>
      </figcaption>
      <section
        aria-label={file}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it by keys (WCAG 2.1.1)
        tabIndex={0}
        className="overflow-x-auto p-4"
      >
        <pre className="text-sm leading-relaxed">
          <code>{code}</code>
        </pre>
      </section>
    </figure>
  )
}
