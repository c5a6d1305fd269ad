import type { Problem } from '@latchkey/client'

/** A refusal of our own, before anything is sent, when fields that must be filled in are empty. */
export const missing = (
  fields: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
): Problem | null => {
  const errors = names
    .filter((name) => (fields[name] ?? '').trim() === '')
    .map((path) => ({ path, code: 'required', message: 'is missing' }))
  if (errors.length === 0) return null
  return {
    type: 'about:blank',
    title: '',
    status: 400,
    detail: '',
    message: '',
    instance: '',
    requestId: '',
    success: false,
    code: 'validation_failed',
    errors,
  }
}
