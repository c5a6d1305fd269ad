import { useTranslation } from 'react-i18next'
import type { OwnAccount } from '../../lib/own-account.ts'
import { useOwnSessionsQuery } from '../../lib/own-sessions.ts'
import { useFormats } from '../../lib/use-formats.ts'
import { Badge } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { When } from '../../ui/when.tsx'

/** What matters for the safety of the account, at a glance. */
export const SecurityState = ({ account }: { readonly account: OwnAccount }) => {
  const { t } = useTranslation('password')
  const { number } = useFormats()
  const sessions = useOwnSessionsQuery()
  const { user, hasPassword } = account
  return (
    <Card title={t('state.title')}>
      <Facts
        facts={[
          [
            t('state.password'),
            <Badge key="password" tone={hasPassword ? 'good' : 'plain'}>
              {t(hasPassword ? 'state.set' : 'state.notSet')}
            </Badge>,
          ],
          [
            t('state.address'),
            <Badge key="address" tone={user.emailVerified ? 'good' : 'plain'}>
              {t(user.emailVerified ? 'state.proven' : 'state.unproven')}
            </Badge>,
          ],
          [t('state.lastSignIn'), <When key="last" at={user.lastLoginAt} />],
          [
            t('state.sessions'),
            <Loaded key="sessions" of={sessions} lines={1}>
              {(list) => number(list.length)}
            </Loaded>,
          ],
        ]}
      />
      <div className="flex flex-wrap gap-x-6 gap-y-2 text-sm">
        <TextLink to="/account/sessions">{t('state.seeSessions')}</TextLink>
        <TextLink to="/account/activity">{t('state.seeActivity')}</TextLink>
      </div>
    </Card>
  )
}
