import { setTimeout as wait } from 'node:timers/promises'
import {
  beDisabled,
  forgetAndReset,
  isMailed,
  logIn,
  logOut,
  prove,
  refresh,
  signUp,
  type World,
} from './clients.ts'
import type { Account, AcknowledgedAttempt } from './ledger.ts'

/** Concurrent clients that go on through every crash. */
export interface Traffic {
  /** The users whom nobody acts for at the moment. */
  readonly accounts: readonly Account[]
  /** Runs so many clients until `end`; resolves when each has finished what it was doing. */
  run(clients: number): Promise<unknown>
  end(): void
}

export const trafficOn = (world: World): Traffic => {
  const { server, chance } = world
  const attempts: AcknowledgedAttempt[] = []
  const accounts: Account[] = []
  let isOver = false

  const take = <T>(items: T[], isFit: (item: T) => boolean = () => true): T | undefined => {
    const item = chance.oneOf(items.filter(isFit))
    if (item !== undefined) items.splice(items.indexOf(item), 1)
    return item
  }
  const acting = (act: (world: World, account: Account) => Promise<boolean>) => async () => {
    const account = take(accounts)
    if (account && (await act(world, account))) accounts.push(account)
  }
  const proving = async () => {
    const attempt = take(attempts, (one) => isMailed(world, one))
    if (attempt) accounts.push(...(await prove(world, attempt)))
  }
  const signingUp = async () => void attempts.push(...(await signUp(world)))
  const lots = [
    ...Array(12).fill(signingUp),
    ...Array(12).fill(proving),
    ...Array(6).fill(acting(logIn)),
    ...Array(12).fill(acting(refresh)),
    ...Array(6).fill(acting(forgetAndReset)),
    ...Array(3).fill(acting(logOut)),
    acting(beDisabled),
  ] as (() => Promise<void>)[]

  const client = async (): Promise<void> => {
    while (!isOver) {
      await server.untilReady()
      await chance.oneOf(lots)?.()
      await wait(chance.between(1, 30))
    }
  }
  return {
    accounts,
    run: (clients) => Promise.all(Array.from({ length: clients }, client)),
    end: () => {
      isOver = true
    },
  }
}
