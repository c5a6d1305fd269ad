import { setTimeout as wait } from 'node:timers/promises'
import type { Chance } from '../random.ts'
import type { RestartableProcess } from '../restartable-process.ts'
import type { Fleet } from './fleet.ts'
import type { MailLedger } from './mail-ledger.ts'

/** How long they serve at most before one of them dies, and how long it is gone at most. */
const PROCESS_MS = { serves: 2_000, isGone: 700 }
const BROKER_MS = { serves: 8_000, isGone: 3_000 }
/** How often somebody dies before the last one that died is back. */
const EARLY = 0.2

/** Who was killed how often. */
export interface Kills {
  servers: number
  mailers: number
  brokers: number
}

/** The mails that a worker held; its owner's name has its process id in the middle. */
const noteHands = async ({ database }: Fleet, ledger: MailLedger, pid: number): Promise<void> => {
  const held = `select id from messages where lease_owner like '%:${pid}:%'`
  for (const { id } of await database.rows(held)) ledger.inHands.add(String(id))
}

/** Kills a server or a mailer, ready or not, and starts it again. */
const killProcess = async (fleet: Fleet, ledger: MailLedger, chance: Chance, kills: Kills) => {
  const isServer = chance.happens(0.5)
  const victims: readonly RestartableProcess[] = isServer ? fleet.servers : fleet.mailers
  const victim = chance.oneOf(victims)
  const pid = victim?.pid() ?? 0
  await victim?.kill()
  if (!isServer) await noteHands(fleet, ledger, pid)
  kills[isServer ? 'servers' : 'mailers'] += 1
  await wait(chance.between(0, PROCESS_MS.isGone))
  victim?.launch()
  if (!chance.happens(EARLY)) await victim?.untilReady()
}

const killBroker = async ({ broker }: Fleet, chance: Chance, kills: Kills): Promise<void> => {
  await broker.kill()
  kills.brokers += 1
  await wait(chance.between(0, BROKER_MS.isGone))
  await broker.start()
}

/**
 * Kills servers, mailers and the broker, at random and at the same time, until `isEnough` and each
 * kind has been hit. All of them run when it resolves.
 */
export const killAtRandom = async (
  fleet: Fleet,
  { ledger, chance, isEnough }: { ledger: MailLedger; chance: Chance; isEnough: () => boolean },
): Promise<Kills> => {
  const kills: Kills = { servers: 0, mailers: 0, brokers: 0 }
  const isOver = () => isEnough() && Object.values(kills).every((count) => count > 0)
  const keepKilling = async (serves: number, kill: () => Promise<void>) => {
    while (!isOver()) {
      await wait(chance.between(0, serves))
      await kill()
    }
  }
  await Promise.all([
    keepKilling(PROCESS_MS.serves, () => killProcess(fleet, ledger, chance, kills)),
    keepKilling(BROKER_MS.serves, () => killBroker(fleet, chance, kills)),
  ])
  return kills
}
