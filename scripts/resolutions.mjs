import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** The name of a file is whole, or the module is Node's own: no need to look at the disk. */
const WHOLE = /^\.{1,2}\/.*\.(ts|mjs)$|^node:/
const FORMATS = { ts: 'module-typescript', mjs: 'module' }
/** Whose imports lead to the same until something is installed. A folder in plugins/ may bring packages of its own. */
const FROM = /^(core|node_modules)\//
/** JSON would be taken for code. */
const CODE = /^node_modules\/.*\.[cm]?js$/

/**
 * Has imports resolved with as little asking of the disk as can be. Node would look for every file whether it is there,
 * whether it is a link, and of which package it is: a fifth of a start.
 *
 * A relative import that names its file whole is that file. What an import of a package, or within one, leads to is kept
 * in `file` when the process ends well, and counts until packages are installed anew. After an end that was not good
 * nothing is kept, so that what is wrong in there cannot break a second start.
 * @param {string} root the project's folder
 * @param {string} file
 */
export function keepResolutions(root, file) {
  const own = pathToFileURL(join(root, '/')).href
  const kept = new KeptResolutions({ root, own, file })
  registerHooks({
    resolve(specifier, context, next) {
      const { parentURL } = context
      if (!parentURL?.startsWith(own)) return next(specifier, context)
      const whole = WHOLE.exec(specifier)
      if (whole) return wholeOne(specifier, parentURL, whole[1])
      const from = parentURL.slice(own.length)
      return FROM.test(from) ? kept.resolve(specifier, context, { from, next }) : next(specifier, context)
    },
  })
  process.on('exit', (code) => kept.end(code))
}

function wholeOne(specifier, parentURL, ending) {
  if (ending === undefined) return { url: specifier, shortCircuit: true }
  return { url: new URL(specifier, parentURL).href, format: FORMATS[ending], shortCircuit: true }
}

class KeptResolutions {
  #own
  #file
  #installed
  #kept
  #grown = false

  constructor({ root, own, file }) {
    this.#own = own
    this.#file = file
    this.#installed = installedAt(root)
    this.#kept = read(file, this.#installed)
  }

  resolve(specifier, context, { from, next }) {
    const known = this.#knownIn(from, context.conditions)
    if (Object.hasOwn(known, specifier)) return { url: this.#own + known[specifier], shortCircuit: true }
    const resolved = next(specifier, context)
    const path = resolved.url.slice(this.#own.length)
    // Not what a link leads to, a folder of the project: that changes without an installation.
    if (resolved.url === this.#own + path && CODE.test(path)) {
      known[specifier] = path
      this.#grown = true
    }
    return resolved
  }

  end(code) {
    if (code !== 0) forget(this.#file)
    else if (this.#grown && this.#installed !== undefined)
      write(this.#file, { installed: this.#installed, kept: this.#kept })
  }

  /** By specifier, the path in the project. `conditions` are those of package.json. */
  #knownIn(from, conditions) {
    this.#kept[conditions] ??= {}
    this.#kept[conditions][from] ??= {}
    return this.#kept[conditions][from]
  }
}

/** npm writes this file whenever it installs. Undefined where it was not npm. */
function installedAt(root) {
  const lock = statSync(join(root, 'node_modules', '.package-lock.json'), { throwIfNoEntry: false })
  return lock && `${process.version} ${lock.mtimeMs} ${lock.size}`
}

function read(file, installed) {
  try {
    const content = JSON.parse(readFileSync(file, 'utf8'))
    return content.installed === installed ? content.kept : {}
  } catch {
    return {}
  }
}

function forget(file) {
  try {
    rmSync(file, { force: true })
  } catch {}
}

/** Nothing is kept where nothing can be written. */
function write(file, content) {
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(`${file}.${process.pid}`, JSON.stringify(content))
    renameSync(`${file}.${process.pid}`, file)
  } catch {}
}
