import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'
import { Card } from '../../ui/card.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { When } from '../../ui/when.tsx'
import type { ManagedUser } from './users-api.ts'

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div className="grid gap-0.5 py-2.5 sm:grid-cols-[11rem_1fr] sm:gap-4">
    <dt className="text-sm text-quiet">{name}</dt>
    <dd className="min-w-0 break-words">{children}</dd>
  </div>
)

/** What is known about a user and is not changed here. */
export const UserFacts = ({ user }: { readonly user: ManagedUser }) => {
  const { t } = useTranslation('managed-user')
  const { number, instant } = useFormats()
  const yesOrNo = (is: boolean) => t(is ? 'ui:yes' : 'ui:no')
  return (
    <Card title={t('facts.title')}>
      <dl className="divide-y divide-line">
        <Fact name={t('facts.id')}>
          <code className="text-sm break-all">{user.id}</code>{' '}
          <CopyButton text={user.id} of={t('facts.id')} />
        </Fact>
        <Fact name={t('facts.verified')}>{yesOrNo(user.emailVerified)}</Fact>
        <Fact name={t('facts.hasPassword')}>{yesOrNo(user.hasPassword)}</Fact>
        <Fact name={t('facts.lastSignIn')}>
          <When at={user.lastLoginAt} />
        </Fact>
        <Fact name={t('facts.lastActivity')}>
          <When at={user.lastActivityAt} />
        </Fact>
        <Fact name={t('facts.sessions')}>{number(user.activeSessions)}</Fact>
        <Fact name={t('facts.failedAttempts')}>{number(user.failedLoginAttempts)}</Fact>
        <Fact name={t('facts.created')}>{instant(user.createdAt)}</Fact>
        <Fact name={t('facts.updated')}>{instant(user.updatedAt)}</Fact>
      </dl>
    </Card>
  )
}
