import { confirm } from '@clack/prompts'
import { auditEvent } from '@latchkey/core'
import { keyring } from '@latchkey/process'
import {
  auditKeys,
  createSealer,
  migrateUp,
  type RevokedTokens,
  revokeEveryToken,
} from '@latchkey/sql'
import { redisTrouble, shownRedis } from '../doctor/redis-problem.ts'
import { removeRedisOtps } from '../otp/redis-otps.ts'
import { makeSigningKey } from '../session/signing-key.ts'
import { nodeSecrets } from '../shared/node-secrets.ts'
import { redisOnce } from '../shared/redis-once.ts'
import { configOrExit, fail, orExplain, say } from './console.ts'

const QUESTION = 'Sign everybody out, and void every link and code that was mailed?'

/** `latchkey tokens revoke-all`: every session, link, code and access token is void at once. */
export const revokeAllTokens = (options: { readonly yes?: true }): Promise<void> =>
  orExplain(async () => {
    const config = configOrExit()
    if (!options.yes) await confirmed()
    const keys = keyring(config.secrets)
    await migrateUp(config.database)
    const now = new Date()
    const key = await makeSigningKey(createSealer(keys.keys('signing-key')), now)
    const eventOf = (revoked: RevokedTokens) =>
      auditEvent(nodeSecrets(keys).newId(), now, null, {
        action: 'authn_token_revoked',
        resource: 'session',
        metadata: { reason: 'revoke_all', kid: key.kid, ...revoked },
      })
    const revoked = await revokeEveryToken(config.database, {
      key,
      eventOf,
      auditKeys: auditKeys(createSealer(keys.keys('audit'))),
    })
    if (config.redisUrl !== null) await voidCodes(config.redisUrl)
    say(
      `Sessions ended: ${revoked.sessions}. Staged sign-ups deleted: ${revoked.pre_registrations}.`,
    )
    say('Every reset link, set-up link and code is void.')
    say('Every server refuses the access tokens from before within a second.')
  })

/** Codes that are kept outside the database. */
const voidCodes = (redisUrl: string): Promise<void> =>
  redisOnce(redisUrl, removeRedisOtps).catch((error: unknown) => {
    const { fault, mend } = redisTrouble(error)
    const what = [`${shownRedis(redisUrl)} ${fault}`, mend].filter(Boolean).join('; ')
    fail(
      `everybody is signed out, but the codes to sign in with are not void: at ${what}. Then run this again`,
    )
  })

const confirmed = async (): Promise<void> => {
  if (!process.stdin.isTTY)
    fail('this signs everybody out: add --yes where nobody can be asked. Nothing was changed')
  const answer = await confirm({ message: QUESTION, initialValue: false })
  if (answer !== true) fail('nothing was changed')
}
