import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'

const version = 1

type Stored<Content> = { version: typeof version; content: Content }

/**
 * One JSON file, written whole to a neighbour and renamed: whoever reads it, a restart after `kill -9` included, sees
 * the old content or the new. Written synchronously, so that an answer never leaves before what it confirms is kept.
 */
export class StateFile<Content> {
  readonly #path: string
  readonly #parse: (content: unknown) => Content

  /** `parse` checks what is read: the file may have been edited by hand. */
  constructor(path: string, parse: (content: unknown) => Content) {
    this.#path = path
    this.#parse = parse
  }

  /** Undefined when there is no file yet; throws when it is not a state file of this version. */
  read(): Content | undefined {
    const text = readIfThere(this.#path)
    if (text === undefined) return undefined
    const stored: unknown = JSON.parse(text)
    if (typeof stored !== 'object' || stored === null || !('content' in stored) || !('version' in stored))
      throw new Error(`${this.#path} is not a sandbox state file`)
    if (stored.version !== version)
      throw new Error(`${this.#path} has version ${String(stored.version)}, this sandbox reads ${version}`)
    return this.#parse(stored.content)
  }

  write(content: Content): void {
    const stored: Stored<Content> = { version, content }
    const next = `${this.#path}.tmp`
    writeFileSync(next, JSON.stringify(stored))
    renameSync(next, this.#path)
  }
}

function readIfThere(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}
