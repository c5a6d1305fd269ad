/** Puts the cursor into the first field of a part that has just appeared; for `ref`. */
export const focusFirst = (part: HTMLElement | null): void =>
  part?.querySelector<HTMLElement>('input:not([hidden]), select, textarea')?.focus()
