import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

/** A container as compose describes it, as far as the tests look at it. */
export interface Container {
  readonly image: string
  readonly build?: unknown
  readonly user?: string
  readonly profiles?: readonly string[]
  readonly entrypoint?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly secrets?: readonly (string | { readonly source: string; readonly target: string })[]
  readonly networks?:
    | readonly string[]
    | Readonly<Record<string, { readonly ipv4_address?: string } | null>>
  readonly ports?: readonly string[]
  readonly restart?: string
  readonly read_only?: boolean
  readonly cap_drop?: readonly string[]
  readonly cap_add?: readonly string[]
  readonly security_opt?: readonly string[]
  readonly mem_limit?: string
  readonly stop_grace_period?: string
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean }
}

export interface Compose {
  readonly services: Readonly<Record<string, Container | null>>
  readonly networks: Readonly<Record<string, { readonly internal?: boolean } | null>>
  readonly secrets: Readonly<Record<string, { readonly file: string }>>
}

/** The path of a file, from the root of the repository. */
export const pathOf = (name: string): string =>
  fileURLToPath(new URL(`../../${name}`, import.meta.url))

/** The text of a file, from the root of the repository. */
export const textOf = (name: string): string => readFileSync(pathOf(name), 'utf8')

/** A YAML file; what `!reset` and `!override` mean is left to compose. */
export const yamlOf = <T>(name: string): T =>
  parse(textOf(name), { merge: true, logLevel: 'error' }) as T

export const jsonOf = <T>(name: string): T => JSON.parse(textOf(name)) as T

/** Every match of the first group of a pattern. */
export const allOf = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, found = '']) => found)

/** The containers of a file that are described there, by their names. */
export const containersOf = ({ services }: Compose): [string, Container][] =>
  Object.entries(services).flatMap(([name, container]) => (container ? [[name, container]] : []))

export const networksOf = ({ networks = [] }: Container): readonly string[] =>
  'length' in networks ? (networks as readonly string[]) : Object.keys(networks)

/** The name and the file in the container of each secret of a container. */
export const secretsOf = ({ secrets = [] }: Container): { source: string; path: string }[] =>
  secrets.map((secret) => {
    if (typeof secret === 'string') return { source: secret, path: `/run/secrets/${secret}` }
    const { source, target } = secret
    return { source, path: target.startsWith('/') ? target : `/run/secrets/${target}` }
  })
