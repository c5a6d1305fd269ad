import type { Invitation, SecretHash } from '@latchkey/core'
import {
  fromJson,
  type Instant,
  type JsonText,
  toDate,
  toInstant,
  toJson,
} from '../shared/columns.ts'

export interface InvitationRow {
  id: string
  email: string
  email_canonical: string
  first_name: string | null
  last_name: string | null
  locale: string
  roles: JsonText
  invited_by: string
  secret_hash: SecretHash
  created_at: Instant
  expires_at: Instant
}

export const toInvitationRow = (invitation: Invitation): InvitationRow => ({
  id: invitation.id,
  email: invitation.email,
  email_canonical: invitation.emailCanonical,
  first_name: invitation.firstName,
  last_name: invitation.lastName,
  locale: invitation.locale,
  roles: toJson(invitation.roles),
  invited_by: invitation.invitedBy,
  secret_hash: invitation.hash,
  created_at: toInstant(invitation.createdAt),
  expires_at: toInstant(invitation.expiresAt),
})

export const toInvitation = (row: InvitationRow): Invitation => ({
  id: row.id,
  email: row.email,
  emailCanonical: row.email_canonical,
  firstName: row.first_name,
  lastName: row.last_name,
  locale: row.locale,
  roles: fromJson(row.roles),
  invitedBy: row.invited_by,
  hash: row.secret_hash,
  createdAt: toDate(row.created_at),
  expiresAt: toDate(row.expires_at),
})
