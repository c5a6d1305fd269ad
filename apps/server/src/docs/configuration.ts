import { SETTING_TEXT, SETTINGS, type SettingKey } from '@latchkey/core/rules'

const VARIABLE = /^# ([A-Z][A-Z_]+)=(.*)$/
const HEADING = /^# --- (.+?) -*$/
const TABLE_HEAD = '| variable | default | what it is |\n| --- | --- | --- |'

/**
 * The tables of variables that `.env.example` describes: comments, then `# NAME=default`, once or
 * for several that the comment is about.
 */
const variableTables = (envExample: string): string => {
  const lines: string[] = []
  let comment: string[] = []
  let isDescribed = false
  for (const line of envExample.split('\n')) {
    const [, heading] = HEADING.exec(line) ?? []
    const [, name, value] = VARIABLE.exec(line) ?? []
    if (heading) lines.push('', `### ${heading}`, '', TABLE_HEAD)
    if (name) lines.push(`| \`${name}\` | ${value && `\`${value}\``} | ${comment.join(' ')} |`)
    else if (heading || !line.startsWith('# ')) comment = []
    else comment = isDescribed ? [line.slice(2)] : [...comment, line.slice(2)]
    isDescribed = name !== undefined
  }
  return lines.join('\n')
}

const seconds = (bound: number): string => {
  const units = [
    [86_400, 'd'],
    [3600, 'h'],
    [60, 'm'],
  ] as const
  const fit = units.find(([size]) => bound % size === 0)
  return fit ? `${bound / fit[0]}${fit[1]}` : `${bound}s`
}

const boundsOf = (key: SettingKey): string => {
  const setting = SETTINGS[key]
  if (setting.type === 'boolean') return '`true`, `false`'
  if (setting.type === 'choice') return setting.choices.map((choice) => `\`${choice}\``).join(', ')
  if (setting.type === 'color') return '`#rrggbb`'
  if (setting.type === 'picture') return 'the id of an upload'
  const { min, max } = setting
  if (setting.type === 'text') return `${min} to ${max} characters`
  return setting.type === 'integer' ? `${min} to ${max}` : `${seconds(min)} to ${seconds(max)}`
}

/** In code, unless it is empty. */
const defaultOf = (key: SettingKey): string => {
  const value = String(SETTINGS[key].default)
  return value && `\`${value}\``
}

const settingRows = (): string =>
  (Object.keys(SETTINGS) as SettingKey[])
    .map((key) => {
      const cells = [`\`${key}\``, defaultOf(key), boundsOf(key), SETTING_TEXT[key]]
      return `| ${cells.join(' | ')} |`
    })
    .join('\n')

/** docs/configuration.md: every variable, from the text of `.env.example`, and every setting. */
export const configurationText = (envExample: string): string => `# Configuration

Written by \`npm run gen\` from [.env.example](../.env.example) and the definitions of the settings; do not edit.

Variables come from the environment or from a file \`.env\` in the folder in which the server is started; the environment wins. Each may also be given as \`NAME_FILE\`, the path of a file that holds the value. An empty value counts as not set. What is wrong is told at start, all at once, with the name of the variable and how to mend it. \`npm run latchkey -- doctor\` checks the same and more. Traces have variables of their own, the standard ones of OpenTelemetry: [operations.md](operations.md#traces).

## Variables

The default is the one outside production.
${variableTables(envExample)}

## Settings

Changed while the servers run, by an administrator (\`PUT /api/admin/settings/session_max_days\` with \`{"value":7}\`) or on the console (\`latchkey settings set session_max_days 7\`): every server follows within two seconds, the change is in the audit log, and it survives restarts. \`latchkey settings list\` shows what counts, \`history\` every value a setting had, \`rollback\` takes one of them again; \`GET /api/admin/settings\`, \`…/{key}/history\` and \`…/{key}/rollback\` do the same ([ADR 0037](adr/0037-runtime-settings.md)).

Or fixed by the environment, as a JSON object in \`SETTINGS\`, such as \`{"session_max_days":7,"password_profile":"modern"}\`: such a setting cannot be changed otherwise. An unknown key, or a value out of bounds, is refused by name.

| setting | default | bounds | what it does |
| --- | --- | --- | --- |
${settingRows()}
`
