import { expect, test } from 'vitest'
import { nearNames } from './near-names.ts'
import { VARIABLE_NAMES } from './schema.ts'

test.each([
  ['DATABSE_URL', 'DATABASE_URL'],
  ['DATABASE_URLS', 'DATABASE_URL'],
  ['REDIS_URI', 'REDIS_URL'],
  ['AMPQ_URL', 'AMQP_URL'],
  ['SMTP_UR', 'SMTP_URL'],
  ['database_url', 'DATABASE_URL'],
  ['SMTP_URL_FIEL', 'SMTP_URL_FILE'],
  ['ORKERS', 'WORKERS'],
])('%s is told, with the name that is meant', (written, meant) => {
  expect(nearNames({ [written]: 'hunter2' })).toEqual([
    { name: written, message: `has no effect: is ${meant} meant?` },
  ])
})

test('nothing is said of our own names, of empty variables and of names that are not near', () => {
  const ours = VARIABLE_NAMES.flatMap((name) => [name, `${name}_FILE`])
  expect(nearNames(Object.fromEntries(ours.map((name) => [name, 'x'])))).toEqual([])
  expect(nearNames({ DATABSE_URL: '' })).toEqual([])
  const others = ['PATH', 'HOSTS', 'POST', 'DB_URL', 'APP_URL', 'XDATABASE_URLS', 'MAIL_FORMAT']
  expect(nearNames(Object.fromEntries(others.map((name) => [name, 'x'])))).toEqual([])
})
