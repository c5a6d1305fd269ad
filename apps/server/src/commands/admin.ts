import { text } from 'node:stream/consumers'
import { password as askPassword, isCancel } from '@clack/prompts'
import { parseEmail, parseName } from '@latchkey/core/rules'
import { explainRefusal } from '../access/first-administrator.ts'
import { openInstallation } from '../installation.ts'
import { useCases } from '../use-cases.ts'
import { configOrExit, fail, orExplain, say } from './console.ts'

interface Options {
  readonly email: string
  readonly firstName?: string
  readonly lastName?: string
}

/** `latchkey admin create`: a new administrator, or the role for a user there is. */
export const createAdmin = (options: Options): Promise<void> =>
  orExplain(async () => {
    const email = parseEmail(options.email) ?? fail(`${options.email} is no mail address`)
    const installation = await openInstallation(configOrExit())
    const { createAdmin, grantAdmin } = useCases(installation)
    const granted = await grantAdmin(email.canonical)
    if (granted.ok)
      say(
        `${email.address} was a user already and is an administrator; the password stays as it was.`,
      )
    else {
      const names = { firstName: nameOf(options.firstName), lastName: nameOf(options.lastName) }
      const made = await createAdmin({ email, ...names }, await readPassword())
      if (!made.ok) fail(`no administrator was made: ${explainRefusal(made)}`)
      say(`${email.address} is an administrator now.`)
    }
    await installation.close()
  })

const nameOf = (value: string | undefined): string | null =>
  value === undefined ? null : (parseName(value) ?? fail(`${value} is no name`))

/** From a prompt, or from standard input when nobody sits at it. */
const readPassword = async (): Promise<string> => {
  if (!process.stdin.isTTY) return (await text(process.stdin)).replace(/\r?\n$/, '')
  const typed = await askPassword({ message: 'Password for the administrator' })
  return isCancel(typed) ? fail('nothing was changed') : typed
}
