/** The steps of the set-up, in their order. */
export const SETUP_STEPS = ['administrator', 'brand', 'connect'] as const
export type SetupStep = (typeof SETUP_STEPS)[number]
