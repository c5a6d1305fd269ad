import { useTranslation } from 'react-i18next'
import { useInvited } from '../../lib/use-invited.ts'

/** Whom an invitation is for, while it waits; otherwise that it is one. */
export const InvitedPerson = ({ id }: { readonly id: string }) => {
  const { t } = useTranslation('audit')
  return <span title={id}>{useInvited(id) ?? t('auditLog.anInvitation')}</span>
}
