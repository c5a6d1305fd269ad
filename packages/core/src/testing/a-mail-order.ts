import type { MailOrder } from '../mail/message.ts'
import { afterNoon } from './fixed-clock.ts'

type VerifyOrder = Extract<MailOrder, { template: 'verify_email' }>

/** The verification mail of Ada's sign-up, of use for a day from noon. */
export const aMailOrder = (over: Partial<Omit<VerifyOrder, 'template'>> = {}): VerifyOrder => ({
  template: 'verify_email',
  to: 'Ada@example.org',
  locale: 'en',
  data: { link: 'https://example.org/verify#token', code: '000001', hours: 24 },
  expiresAt: afterNoon(86_400_000),
  ...over,
})
