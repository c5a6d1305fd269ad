import * as z from 'zod'
import { id, instant } from './fields.ts'
import { needs } from './needs.ts'
import { failures } from './problem.ts'

const value = z.union([z.number(), z.boolean(), z.string()])
const updatedBy = id.nullable().meta({ description: 'Null for the console of the server' })

const setting = z
  .object({
    key: z.string(),
    value: value.meta({ description: 'In force on every server within two seconds' }),
    default: value,
    type: z.enum(['integer', 'boolean', 'choice', 'duration', 'text', 'color', 'picture']),
    description: z.string(),
    bounds: z
      .union([
        z.object({ min: z.number(), max: z.number() }),
        z.object({ choices: z.array(z.string()).readonly() }),
      ])
      .nullable()
      .meta({
        description:
          'Of a duration in seconds, of a text in characters; null where the type says it all',
      }),
    editable: z.boolean().meta({ description: 'False when `SETTINGS` fixes it' }),
    version: z.int().meta({ description: 'Of the newest change; 0 when there was none' }),
    updatedBy,
    updatedAt: instant.nullable(),
  })
  .meta({ id: 'Setting' })

const settingVersion = z
  .object({
    version: z.int(),
    value: z.unknown().meta({ description: 'As it was stored; null when it cannot be read' }),
    updatedBy,
    updatedAt: instant,
  })
  .meta({ id: 'SettingVersion' })

const success = z.literal(true)
const params = z.object({ key: z.string() })
const oneSetting = z.object({ success, setting })

export const list = needs('settings:read', {
  operationId: 'listSettings',
  summary: 'Every runtime setting, its bounds, and who changed it',
  response: {
    200: z.object({ success, settings: z.array(setting) }),
    ...failures(401, 403, 503),
  },
})

export const change = needs('settings:write', {
  operationId: 'changeSetting',
  summary: 'Change a runtime setting within its bounds',
  description:
    'In force on this server at once and on every other one within two seconds. With `expectedVersion` it is refused when somebody else changed the setting meanwhile.',
  params,
  body: z.object({
    value: z.unknown().meta({ description: 'Of the type and within the bounds of the setting' }),
    expectedVersion: z.int32().min(0).optional(),
  }),
  response: { 200: oneSetting, ...failures(400, 401, 403, 404, 409, 415, 503) },
})

export const history = needs('settings:read', {
  operationId: 'settingHistory',
  summary: 'Every value that a setting was given, the newest first',
  params,
  response: {
    200: z.object({ success, history: z.array(settingVersion) }),
    ...failures(401, 403, 404, 503),
  },
})

export const rollback = needs('settings:write', {
  operationId: 'rollBackSetting',
  summary: 'Give a setting the value of an earlier version',
  description: 'As a new version, within the bounds of today.',
  params,
  body: z.object({ version: z.int32().min(1) }),
  response: { 200: oneSetting, ...failures(400, 401, 403, 404, 409, 415, 503) },
})
