// Brings node_modules in line with package-lock.json before start, call, test and check. Silent when nothing is to do.
// Plain JavaScript for Node 20, since it is what brings the Node 24 that everything else runs on.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const stamp = join(root, 'node_modules', '.askpro-install')
const ownNode = join(root, 'node_modules', '.bin', 'node')
const lock = join(root, '.askpro-install.lock')

main()

function main() {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    fail(`Node ${process.versions.node} is too old to install with: install Node 20 or newer.`)
  }
  if (isInstalled()) return
  takeLock()
  process.on('exit', () => rmSync(lock, { force: true }))
  // Whoever held the lock before has probably done it.
  if (isInstalled()) return
  if (!isInLine()) install()
  if (!existsSync(ownNode)) {
    fail('The packages are there but their Node 24 is not: run `npm ci` with install scripts allowed.')
  }
  writeFileSync(stamp, `${lockfileHash()}\n`)
}

function isInstalled() {
  return existsSync(ownNode) && readIfThere(stamp)?.trim() === lockfileHash()
}

function lockfileHash() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
}

/**
 * Somebody ran npm by hand: what npm noted down about node_modules is what the lockfile asks for. Installing again
 * would pull the packages away under whatever runs on them.
 */
function isInLine() {
  const noted = readIfThere(join(root, 'node_modules', '.package-lock.json'))
  if (noted === undefined || !existsSync(ownNode)) return false
  const present = JSON.parse(noted).packages
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  return Object.entries(wanted).every(([path, entry]) => path === '' || matches(entry, present[path]))
}

function matches(wanted, present) {
  if (!present) return Boolean(wanted.optional || wanted.devOptional)
  return wanted.version === present.version && wanted.integrity === present.integrity
}

function install() {
  console.log('Installing packages (npm ci); this takes a minute the first time.')
  let { status, stderr, error } = npm('ci')
  // A lockfile made where the registry lacks other platforms' optional packages is refused by `npm ci` as incomplete;
  // `npm install` takes the locked versions all the same.
  if (status !== 0 && /code EUSAGE/.test(stderr)) ({ status, stderr, error } = npm('install', '--no-save'))
  if (status === 0) return
  if (error?.code === 'ENOENT') fail('npm is missing: install it together with Node.')
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED|network/i.test(stderr)) {
    fail('The packages could not be fetched: connect this machine to the npm registry and run it again.')
  }
  fail(
    `The packages could not be installed: ${reasonOf(stderr) ?? error?.message ?? 'run npm ci to see why.'}`,
  )
}

function npm(...command) {
  const { status, stderr, error } = spawnSync(
    'npm',
    [...command, '--include=dev', '--loglevel=error', '--no-progress'],
    { cwd: root, encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'], shell: process.platform === 'win32' },
  )
  return { status, stderr: stderr ?? '', error }
}

function reasonOf(stderr) {
  const lines = stderr.split('\n').map((line) => line.replace(/^npm (error|ERR!) ?/, '').trim())
  return lines.find((line) => line !== '' && !/^code /.test(line))
}

/** Held by its pid; linked into place complete, so that nobody reads a half-written one. Waits for another holder. */
function takeLock() {
  const candidate = `${lock}.${process.pid}`
  try {
    writeFileSync(candidate, String(process.pid))
  } catch (error) {
    fail(`The packages cannot be installed here: ${error.message}`)
  }
  try {
    for (let said = false; !tryLink(candidate, lock); said = true) {
      if (!said) console.log('Another process installs the packages; waiting for it.')
      dropIfAbandoned()
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 250)
    }
  } finally {
    rmSync(candidate, { force: true })
  }
}

/** Moved aside first and looked at again: two may find the same lock abandoned, and the first has a new one by now. */
function dropIfAbandoned() {
  const holder = readIfThere(lock)
  if (holder === undefined || (isAlive(Number(holder)) && !isOld(lock))) return
  const aside = `${lock}.${process.pid}.aside`
  try {
    renameSync(lock, aside)
  } catch {
    return
  }
  if (readIfThere(aside) !== holder) tryLink(aside, lock)
  rmSync(aside, { force: true })
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** No installation takes that long: the pid is another program's by now. */
function isOld(path) {
  const found = statSync(path, { throwIfNoEntry: false })
  return found !== undefined && Date.now() - found.mtimeMs > 30 * 60_000
}

function tryLink(from, to) {
  try {
    linkSync(from, to)
    return true
  } catch {
    return false
  }
}

function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

function fail(line) {
  console.error(line)
  process.exit(1)
}
