// Relative links of the documents lead somewhere, and the commands they name exist.

import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './node-24.mjs'

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const builtIn = new Set(['start', 'test'])
const problems = []
let links = 0
let commands = 0

const listed = spawnSync('git', ['ls-files', '-co', '--exclude-standard', '*.md'], {
  cwd: root,
  encoding: 'utf8',
})
const documents = [...new Set(listed.stdout.split('\n').filter(Boolean))]

/** The anchors that the headings of a document make, as GitHub writes them. */
const anchorsOf = (text) =>
  [...text.matchAll(/^#+ +(.+)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  )

const checkLink = (document, link) => {
  links += 1
  const [path, anchor] = decodeURI(link).split('#')
  const target = path === '' ? join(root, document) : join(root, dirname(document), path)
  if (!existsSync(target)) problems.push(`${document}: ${link} leads nowhere`)
  else if (anchor && target.endsWith('.md')) {
    if (!anchorsOf(readFileSync(target, 'utf8')).includes(anchor)) {
      problems.push(`${document}: ${link} names no heading there`)
    }
  }
}

for (const document of documents.filter((path) => existsSync(join(root, path)))) {
  const text = readFileSync(join(root, document), 'utf8')
  const prose = text.replace(/^(```|~~~)[\s\S]*?^\1/gm, '').replace(/`[^`\n]*`/g, '')
  for (const [, link] of prose.matchAll(/\]\(([^)\s]+)[^)]*\)/g)) {
    if (!/^[a-z]+:/i.test(link)) checkLink(document, link)
  }
  for (const [, run, name] of text.matchAll(/\bnpm (run )?([a-z][a-z0-9:-]*)/g)) {
    if (!run && !builtIn.has(name)) continue
    commands += 1
    if (!(name in scripts)) problems.push(`${document}: package.json has no script "${name}"`)
  }
}
if (problems.length > 0) {
  console.error(problems.join('\n'))
  process.exit(1)
}
console.log(`${documents.length} documents: ${links} links and ${commands} commands lead somewhere`)
