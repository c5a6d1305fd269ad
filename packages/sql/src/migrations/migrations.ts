import type { Migration } from 'kysely/migration'
import * as foundation from './0001-foundation.ts'
import * as locks from './0002-locks.ts'
import * as otp from './0003-otp.ts'
import * as auditChain from './0004-audit-chain.ts'
import * as mailLeases from './0005-mail-leases.ts'
import * as settings from './0006-settings.ts'
import * as protection from './0007-protection.ts'
import * as roles from './0008-roles.ts'
import * as passwordHistory from './0009-password-history.ts'
import * as invitations from './0010-invitations.ts'
import * as avatars from './0011-avatars.ts'
import * as emailChanges from './0012-email-changes.ts'
import * as erasure from './0013-erasure.ts'
import * as mailRecords from './0014-mail-records.ts'
import * as insight from './0015-insight.ts'
import * as userImport from './0017-import.ts'
import * as brandLogos from './0018-brand-logos.ts'

/** Every migration there is, by its name; they run in the order of their names. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-foundation': foundation,
  '0002-locks': locks,
  '0003-otp': otp,
  '0004-audit-chain': auditChain,
  '0005-mail-leases': mailLeases,
  '0006-settings': settings,
  '0007-protection': protection,
  '0008-roles': roles,
  '0009-password-history': passwordHistory,
  '0010-invitations': invitations,
  '0011-avatars': avatars,
  '0012-email-changes': emailChanges,
  '0013-erasure': erasure,
  '0014-mail-records': mailRecords,
  '0015-insight': insight,
  '0017-import': userImport,
  '0018-brand-logos': brandLogos,
}
