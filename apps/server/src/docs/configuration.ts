import { SETTINGS, type SettingKey } from '@latchkey/core/rules'
import { SETTING_TEXT } from './settings-text.ts'

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
  const { min, max } = setting
  return setting.type === 'integer' ? `${min} to ${max}` : `${seconds(min)} to ${seconds(max)}`
}

const settingRows = (): string =>
  (Object.keys(SETTINGS) as SettingKey[])
    .map((key) => {
      const cells = [`\`${key}\``, `\`${SETTINGS[key].default}\``, boundsOf(key), SETTING_TEXT[key]]
      return `| ${cells.join(' | ')} |`
    })
    .join('\n')

/** docs/configuration.md: every variable, from the text of `.env.example`, and every setting. */
export const configurationText = (envExample: string): string => `# Configuration

Written by \`npm run gen\` from [.env.example](../.env.example) and the definitions of the settings; do not edit.

Variables come from the environment or from a file \`.env\` in the folder in which the server is started; the environment wins. Each may also be given as \`NAME_FILE\`, the path of a file that holds the value. An empty value counts as not set. What is wrong is told at start, all at once, with the name of the variable and how to mend it. \`npm run latchkey -- doctor\` checks the same and more.

## Variables

The default is the one outside production.
${variableTables(envExample)}

## Settings

Given as a JSON object in \`SETTINGS\`, such as \`{"session_max_days":7,"password_profile":"modern"}\`. An unknown key, or a value out of bounds, is refused by name. Settings that nothing reads yet are accepted, so that a configuration written for a later version works.

| setting | default | bounds | what it does |
| --- | --- | --- | --- |
${settingRows()}
`
