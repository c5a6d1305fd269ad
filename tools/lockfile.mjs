/*
 * node tools/lockfile.mjs [--write]
 *
 * Checks that package-lock.json records no download addresses, an integrity for everything that
 * runs, and every optional platform package. npm leaves those out that its registry could not show
 * it, and `npm ci` then refuses the whole file; --write adds them. npm skips them where they do not
 * fit, so that only other platforms ever fetch them.
 */
import { readFileSync, writeFileSync } from 'node:fs'

const file = new URL('../package-lock.json', import.meta.url)
const text = readFileSync(file, 'utf8')
const lock = JSON.parse(text)

const isLocked = (from, name) => {
  for (let folder = from; ; folder = folder.slice(0, folder.lastIndexOf('/node_modules/'))) {
    if (lock.packages[`${folder}/node_modules/${name}`]) return true
    if (!folder.includes('/node_modules/')) return `node_modules/${name}` in lock.packages
  }
}

const systems = 'android|darwin|freebsd|linux|openharmony|win32'
const platform = new RegExp(`(${systems})-([a-z0-9]+)(?:-(gnu|musl))?`)

const entryFor = (name, version, parent) => {
  const isWasm = name.includes('wasm32')
  const [, os, cpu, libc] = isWasm ? ['', null, 'wasm32'] : (platform.exec(name) ?? [])
  if (!cpu) throw new Error(`${name} is not locked, and its name does not tell a platform`)
  const flags = { ...(parent.dev && { dev: true }), ...(parent.devOptional && { dev: true }) }
  const family = { gnu: 'glibc', musl: 'musl' }[libc]
  return {
    version,
    cpu: [cpu],
    ...flags,
    ...(family && { libc: [family] }),
    optional: true,
    ...(os && { os: [os] }),
  }
}

const missing = Object.entries(lock.packages).flatMap(([from, parent]) =>
  Object.entries(parent.optionalDependencies ?? {})
    .filter(([name]) => !isLocked(from, name))
    .map(([name, version]) => [`node_modules/${name}`, entryFor(name, version, parent)]),
)

if (missing.length > 0 && process.argv.includes('--write')) {
  const all = { ...lock.packages, ...Object.fromEntries(missing) }
  lock.packages = Object.fromEntries(
    Object.entries(all).sort(([a], [b]) => a.localeCompare(b, 'en')),
  )
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
  console.log(`added ${missing.length} optional platform packages to package-lock.json`)
  process.exit()
}

const problems = []
if (/"resolved": "http/.test(text)) {
  problems.push('package-lock.json records download addresses: see .npmrc, then run npm install')
}
if (missing.length > 0) {
  problems.push(`${missing.length} platform packages are missing: node tools/lockfile.mjs --write`)
}
for (const [path, entry] of Object.entries(lock.packages)) {
  const isOurs = entry.link || !path.includes('node_modules/')
  if (!isOurs && !entry.integrity && !(entry.dev && entry.optional)) {
    problems.push(`${path} has no integrity in package-lock.json`)
  }
}
if (problems.length > 0) {
  console.error(problems.join('\n'))
  process.exit(1)
}
console.log(`${Object.keys(lock.packages).length} packages locked, no addresses`)
