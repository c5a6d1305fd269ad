import { ChevronDown } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'

interface Props {
  readonly label: string
  /** What the label belongs to, for whoever does not see where it stands. */
  readonly of: string
  readonly children: ReactNode
}

/** A part of the page that is made only when somebody opens it. */
export const Disclosure = ({ label, of, children }: Props) => {
  const id = useId()
  const [isOpen, setOpen] = useState(false)
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-3">
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        aria-label={`${label}: ${of}`}
        onClick={() => setOpen(!isOpen)}
        className="inline-flex min-h-8 items-center gap-1 justify-self-start rounded text-sm font-medium text-brand hover:text-brand-strong"
      >
        {label}
        <ChevronDown
          aria-hidden="true"
          className={`size-4 transition-transform motion-reduce:transition-none ${isOpen ? 'rotate-180' : ''}`}
        />
      </button>
      {isOpen && <div id={id}>{children}</div>}
    </div>
  )
}
