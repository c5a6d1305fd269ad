/** The environment of this process. No other file reads it, so `config` is all there is to know. */
export const processEnvironment = (): Readonly<Record<string, string | undefined>> => process.env
