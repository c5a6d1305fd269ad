import { bearer, login, OTHER_PASSWORD, PASSWORD, register, verifyOtp } from '../account.ts'
import { KINDS, type Kind } from '../address-kinds.ts'
import type { Answer } from '../request.ts'
import type { TestServer } from '../server.ts'
import type { Crowd } from './crowd.ts'
import type { Sample } from './sampling.ts'

/** A way to ask about an address, and how long it takes. */
export interface Way {
  readonly name: string
  /** Costs a hash, or needs what cost one: a quarter of a second each. */
  readonly hashes: boolean
  /** Measures requests right behind, not the answer. */
  readonly isEcho?: true
  readonly sample: Sample<Kind>
}

/** Requests right behind another one, whose time tells what the server still does for that. */
const ECHOES = 10

const expectStatus = ({ status, text }: Answer, expected: number): void => {
  if (status !== expected) throw new Error(`${status} instead of ${expected}: ${text}`)
}

const timed = async (expected: number, ask: () => Promise<Answer>): Promise<number> => {
  const from = performance.now()
  const answer = await ask()
  const tookMs = performance.now() - from
  expectStatus(answer, expected)
  return tookMs
}

/** What one user may wish for in an hour. */
const WISHES = 20

/**
 * Asks for an address as a user who is freshly signed in and has no password: a hash would drown
 * whatever the address makes a difference of.
 */
const aWisher = (server: TestServer, crowd: Crowd) => {
  let caller = bearer('')
  let wishes = WISHES
  const another = async () => {
    const { body } = await login(server, { email: crowd.next('active'), password: PASSWORD })
    server.change('delete from credentials where user_id = ?', body.user?.id ?? '')
    return bearer(body.accessToken)
  }
  return {
    /** Signs the next one in once this one has no more wishes. */
    isReady: async () => {
      if (wishes === WISHES) [caller, wishes] = [await another(), 0]
      wishes += 1
    },
    wish: (newEmail: string) => server.post('/api/users/me/email', { newEmail }, caller),
  }
}

/** Every way in which somebody can ask about an address of others. Each sample asks about one never asked about. */
export const waysToAsk = (server: TestServer, crowd: Crowd): readonly Way[] => {
  const staged = new Map<Kind, (string | undefined)[]>(KINDS.map((kind) => [kind, []]))
  const signUp = async (kind: Kind): Promise<Answer> => {
    const answer = await register(server, { email: crowd.next(kind), password: PASSWORD })
    staged.get(kind)?.push(answer.body.registrationToken)
    return answer
  }
  const forgot = (kind: Kind) =>
    server.post('/api/auth/forgot-password', { email: crowd.next(kind) })
  const sendOtp = (email: string) => server.post('/api/auth/send-otp', { email })
  const aRegistration = async (kind: Kind): Promise<string | undefined> => {
    if (staged.get(kind)?.length === 0) await signUp(kind)
    return staged.get(kind)?.pop()
  }
  const echoOf = async (ask: () => Promise<Answer>): Promise<number> => {
    expectStatus(await ask(), 202)
    const from = performance.now()
    for (let n = 0; n < ECHOES; n++) await server.get('/api/health/live')
    return performance.now() - from
  }
  const wisher = aWisher(server, crowd)
  const wish = (kind: Kind) => wisher.wish(crowd.next(kind))
  const guessPassword = (kind: Kind) =>
    login(server, { email: crowd.next(kind), password: OTHER_PASSWORD })
  return [
    { name: 'login', hashes: true, sample: (kind) => timed(401, () => guessPassword(kind)) },
    { name: 'register', hashes: true, sample: (kind) => timed(202, () => signUp(kind)) },
    {
      name: 'resend-verification',
      hashes: true,
      sample: async (kind) => {
        const registrationToken = await aRegistration(kind)
        const path = '/api/auth/resend-verification'
        return timed(202, () => server.post(path, { registrationToken }))
      },
    },
    { name: 'forgot-password', hashes: false, sample: (kind) => timed(202, () => forgot(kind)) },
    {
      name: 'send-otp',
      hashes: false,
      sample: (kind) => timed(202, () => sendOtp(crowd.next(kind))),
    },
    {
      name: 'verify-otp',
      hashes: false,
      sample: async (kind) => {
        const email = crowd.next(kind)
        const otpToken = (await sendOtp(email)).body.otpToken ?? ''
        return timed(401, () => verifyOtp(server, { email, otpToken, otp: '000000' }))
      },
    },
    {
      name: 'change-email',
      hashes: false,
      sample: async (kind) => {
        await wisher.isReady()
        return timed(202, () => wish(kind))
      },
    },
    {
      name: 'what comes behind forgot-password',
      hashes: false,
      isEcho: true,
      sample: (kind) => echoOf(() => forgot(kind)),
    },
    {
      name: 'what comes behind send-otp',
      hashes: false,
      isEcho: true,
      sample: (kind) => echoOf(() => sendOtp(crowd.next(kind))),
    },
    {
      name: 'what comes behind change-email',
      hashes: false,
      isEcho: true,
      sample: async (kind) => {
        await wisher.isReady()
        return echoOf(() => wish(kind))
      },
    },
  ]
}
