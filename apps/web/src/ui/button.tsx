import type { ComponentProps } from 'react'

const LOOKS = {
  strong: 'bg-fill text-on-fill hover:bg-fill-strong disabled:opacity-60 font-semibold shadow-sm',
  plain: 'border border-line text-ink hover:bg-page disabled:opacity-60 font-medium',
  danger: 'bg-bad text-on-bad hover:opacity-90 disabled:opacity-60 font-semibold shadow-sm',
  link: 'text-brand hover:text-brand-strong underline underline-offset-4 font-medium min-h-0! px-0! py-1!',
}

interface Props extends ComponentProps<'button'> {
  readonly look?: keyof typeof LOOKS
  readonly isBusy?: boolean
}

/** A button. One that is busy keeps its place and its focus, and takes no further click. */
export const Button = ({
  look = 'strong',
  isBusy = false,
  type = 'button',
  className = '',
  onClick,
  children,
  ...rest
}: Props) => (
  <button
    {...rest}
    type={type}
    aria-disabled={isBusy || rest['aria-disabled'] || undefined}
    aria-busy={isBusy || undefined}
    onClick={(event) => {
      if (isBusy) event.preventDefault()
      else onClick?.(event)
    }}
    className={`inline-flex min-h-11 items-center justify-center gap-2 rounded-xl px-4 py-2 transition-colors aria-disabled:opacity-60 ${LOOKS[look]} ${className}`}
  >
    {isBusy && (
      <span
        aria-hidden="true"
        className="size-4 animate-spin motion-reduce:animate-none rounded-full border-2 border-current border-r-transparent"
      />
    )}
    {children}
  </button>
)
