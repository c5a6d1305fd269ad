import { showBrand } from './brand.ts'
import { latchkey } from './latchkey.ts'

/** How long a page waits before it shows itself without knowing the installation. */
const PATIENCE_MS = 5000

const ask = async () => {
  const signal = AbortSignal.timeout(PATIENCE_MS)
  const config = (await latchkey.api.GET('/api/config', { signal })).data ?? null
  if (config) showBrand(config.brand)
  return config
}

type Config = Awaited<ReturnType<typeof ask>>
export type PublicConfig = NonNullable<Config>

let asked: Promise<Config> | undefined
let renewed: PublicConfig | null = null
const listeners = new Set<() => void>()

/** What this installation says of itself, asked for once; null when it could not be asked. */
export const publicConfig = (): Promise<Config> => {
  asked ??= ask()
  return asked
}

/** Asks again, after somebody changed what the installation says of itself. */
export const renewConfig = async (): Promise<void> => {
  renewed = (await ask()) ?? renewed
  for (const tell of listeners) tell()
}

/** What was learned after the first answer, for `useSyncExternalStore`. */
export const configNews = {
  subscribe: (listener: () => void) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  },
  read: (): PublicConfig | null => renewed,
}
