import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { aNewAddress, PASSWORD } from '../../account.ts'
import type { Answer } from '../../request.ts'
import type { Chance } from '../random.ts'
import type { RestartableServer } from '../restartable-server.ts'
import type { Fleet } from './fleet.ts'
import type { MailLedger, Purpose } from './mail-ledger.ts'

const CLIENTS = 6
/** How many changes are made to roll back. */
const DOOMED = 0.1

interface World {
  readonly fleet: Fleet
  readonly ledger: MailLedger
  readonly chance: Chance
}

/** People who ask for mails, on any server that answers. */
export interface Clients {
  /** Resolves when each has finished what it was doing, after `end`. */
  readonly done: Promise<unknown>
  end(): void
}

const askFor = (purpose: Purpose, email: string) =>
  purpose === 'code'
    ? { path: '/api/auth/send-otp', body: { email } }
    : {
        path: '/api/auth/register',
        body: { email, password: PASSWORD, firstName: 'Ada', lastName: 'Lovelace' },
      }

const oneThatServes = ({ servers }: Fleet, chance: Chance): Promise<RestartableServer> => {
  const inAnyOrder = chance.happens(0.5) ? servers : servers.toReversed()
  return Promise.race(inAnyOrder.map((server) => server.untilReady().then(() => server)))
}

/** Redis has a quarter of a second to answer, which it may not have on a machine under such load. */
const isTooSlow = ({ status, body }: Answer, purpose: Purpose): boolean =>
  purpose === 'code' && status === 503 && body.code === 'unavailable'

const askOnce = async ({ fleet, ledger, chance }: World, purpose: Purpose): Promise<void> => {
  const isDoomed = chance.happens(DOOMED)
  const email = `${isDoomed ? 'doomed' : 'ada'}.${randomBytes(8).toString('hex')}@example.org`
  const { path, body } = askFor(purpose, email)
  const server = await oneThatServes(fleet, chance)
  const askedAt = performance.now()
  const answer = await server.post(path, body)
  const waitedMs = performance.now() - askedAt
  if (purpose === 'code') ledger.slowestMs = Math.max(ledger.slowestMs, waitedMs)
  if (isDoomed) ledger.rolledBack.push(email)
  if (!answer) ledger.unanswered += 1
  else if (isTooSlow(answer, purpose)) ledger.refused += 1
  else if (answer.status === 202 && !isDoomed) ledger.acknowledged.set(email, purpose)
  else if (answer.status !== 500 || !isDoomed)
    ledger.surprises.push(`${path} for ${email}: ${answer.status} ${answer.text}`)
}

/** What fewer people have got so far: those who register wait longer, and are cut off more often. */
const rarest = ({ acknowledged }: MailLedger): Purpose => {
  const codes = [...acknowledged.values()].filter((purpose) => purpose === 'code').length
  return codes > acknowledged.size - codes ? 'registration' : 'code'
}

/** Sets people asking, half of them for a registration and half for a code, one in ten in vain. */
export const clientsOf = (world: World): Clients => {
  let isOver = false
  const client = async (): Promise<void> => {
    while (!isOver) {
      await askOnce(world, rarest(world.ledger))
      await wait(world.chance.between(0, 50))
    }
  }
  const done = Promise.all(Array.from({ length: CLIENTS }, client))
  done.catch(() => undefined)
  return {
    done,
    end: () => {
      isOver = true
    },
  }
}

/** Asks for so many codes, on one server after the other; resolves to the addresses. */
export const orderCodes = async ({ servers }: Fleet, count: number): Promise<readonly string[]> => {
  const addresses = Array.from({ length: count }, aNewAddress)
  for (const [index, email] of addresses.entries()) {
    const answer = await servers[index % servers.length]?.post('/api/auth/send-otp', { email })
    if (answer?.status !== 202) throw new Error(`no code was ordered: ${answer?.text}`)
  }
  return addresses
}
