import type { Clock } from '../shared/clock.ts'
import type { Secrets } from '../shared/secrets.ts'
import type { UnitOfWork } from '../shared/unit-of-work.ts'
import type { Profile } from '../user/user.ts'
import type { PreRegistrationStore } from './pre-registration-store.ts'

interface Deps {
  readonly unitOfWork: UnitOfWork<{ readonly preRegistrations: PreRegistrationStore }>
  readonly secrets: Secrets
  readonly clock: Clock
}

/**
 * A further step of a staged sign-up. As with a resend, the caller does not learn whether the
 * attempt is still open.
 */
export const amendRegistration =
  ({ unitOfWork, secrets, clock }: Deps) =>
  async (registrationToken: string, changes: Partial<Profile>): Promise<void> => {
    const registration = secrets.open('registration', registrationToken)
    if (!registration) return
    await unitOfWork.run(async ({ preRegistrations }) => {
      const attempt = await preRegistrations.find(registration.id, clock.now())
      if (attempt && secrets.equal(attempt.registrationHash, registration.hash))
        await preRegistrations.amend(attempt.id, changes)
    })
  }
