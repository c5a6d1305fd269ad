import { adminSettings as contract } from '@latchkey/contract'
import type { SettingVersion, SettingView } from '@latchkey/core'
import { isSettingKey } from '@latchkey/core/rules'
import type { FastifyReply } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { actorOf } from '../access/change-user.route.ts'
import { guarded } from '../access/guarded.ts'
import { sendProblem } from '../http/problems.ts'
import type { UseCases } from '../use-cases.ts'
import { settingProblems } from './settings.problems.ts'

interface Deps
  extends Pick<UseCases, 'listSettings' | 'changeSetting' | 'rollBackSetting' | 'settingHistory'> {
  /** Lets this process know what was changed; the others find out by themselves. Never rejects. */
  readonly followSettings: () => Promise<void>
}

type Outcome = Awaited<ReturnType<Deps['rollBackSetting']>>

export const adminSettingsRoutes =
  (deps: Deps): FastifyPluginAsyncZod =>
  async (app) => {
    const { listSettings, changeSetting, rollBackSetting, settingHistory, followSettings } = deps
    const answer = async (reply: FastifyReply, key: string, outcome: Outcome) => {
      if (!outcome.ok) return sendProblem(reply, settingProblems[outcome.reason], detailOf(outcome))
      await followSettings()
      const setting = (await listSettings()).find((one) => one.key === key)
      if (!setting) return sendProblem(reply, 'not_found')
      return { success: true as const, setting: present(setting) }
    }

    app.get('/api/admin/settings', guarded(contract.list), async () => {
      return { success: true as const, settings: (await listSettings()).map(present) }
    })

    app.put('/api/admin/settings/:key', guarded(contract.change), async (request, reply) => {
      const { key } = request.params
      const { value, expectedVersion: expected } = request.body
      const wish = { key, value, ...(expected !== undefined && { expected }) }
      return answer(reply, key, await changeSetting(wish, actorOf(request)))
    })

    app.get(
      '/api/admin/settings/:key/history',
      guarded(contract.history),
      async (request, reply) => {
        const { key } = request.params
        if (!isSettingKey(key)) return sendProblem(reply, 'not_found')
        return { success: true as const, history: (await settingHistory(key)).map(presentVersion) }
      },
    )

    app.post(
      '/api/admin/settings/:key/rollback',
      guarded(contract.rollback),
      async (request, reply) => {
        const { key } = request.params
        const outcome = await rollBackSetting(key, request.body.version, actorOf(request))
        return answer(reply, key, outcome)
      },
    )
  }

const present = ({ updatedAt, ...setting }: SettingView) => ({
  ...setting,
  updatedAt: updatedAt?.toISOString() ?? null,
})

const presentVersion = ({ version, value, updatedBy, updatedAt }: SettingVersion) => ({
  version,
  value: value ?? null,
  updatedBy,
  updatedAt: updatedAt.toISOString(),
})

const detailOf = (refusal: Extract<Outcome, { ok: false }>) =>
  refusal.reason === 'setting_invalid'
    ? { errors: [{ path: 'value', code: refusal.reason, message: refusal.problem }] }
    : {}
