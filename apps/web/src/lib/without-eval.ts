/**
 * Keeps Zod from trying whether it may compile code: the policy of pages refuses that, and browsers
 * report each try. Zod reads this when its first schema is made, in a bundle behind sign-in; to set
 * it by Zod's own `config` would bring Zod into the bundle of the login page.
 */
export const compileNothing = (): void => {
  Reflect.set(globalThis, '__zod_globalConfig', { jitless: true })
}
