import { createHash } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'

/** Names the version of the hub and those of the packages that prove. */
const PACKAGE = new URL('../../../package.json', import.meta.url)

/**
 * What was proved at an earlier start, so that this one need not load what proves it. Only what is right is kept, as the
 * hash of all that makes it so: what is wrong, what changed, and all after an update are examined again.
 */
export class KeptProofs {
  readonly #file: string | undefined
  readonly #hub: string
  readonly #known: ReadonlySet<string>
  readonly #counted = new Set<string>()

  /** Use `read`, or `none`. */
  private constructor(file: string | undefined, hub: string, known: readonly string[]) {
    this.#file = file
    this.#hub = hub
    this.#known = new Set(known)
  }

  /** Knows nothing and keeps nothing. */
  static none(): KeptProofs {
    return new KeptProofs(undefined, '', [])
  }

  /** A file that is not there or cannot be read proves nothing. */
  static async read(file: string): Promise<KeptProofs> {
    const [hub, known] = await Promise.all([readFile(PACKAGE, 'utf8'), hashesIn(file)])
    return new KeptProofs(file, hub, known)
  }

  /** Runs `prove`, which throws where something is wrong, unless it has passed for the same subject. */
  async once(subject: readonly unknown[], prove: () => void | Promise<void>): Promise<void> {
    const hash = createHash('sha256')
      .update(JSON.stringify([this.#hub, subject]))
      .digest('hex')
    if (!this.#known.has(hash)) await prove()
    this.#counted.add(hash)
  }

  /** Writes down what counted this time, and no more. Never throws: without it the next start takes a little longer. */
  async keep(): Promise<void> {
    const counted = [...this.#counted].sort()
    if (this.#file === undefined || counted.join() === [...this.#known].sort().join()) return
    await replace(this.#file, `${JSON.stringify(counted, null, 2)}\n`).catch(() => {})
  }
}

/** In one go: whoever reads it meanwhile sees all of the old content or all of the new. */
async function replace(file: string, content: string): Promise<void> {
  await writeFile(`${file}.new`, content)
  await rename(`${file}.new`, file)
}

async function hashesIn(file: string): Promise<string[]> {
  try {
    const content: unknown = JSON.parse(await readFile(file, 'utf8'))
    return Array.isArray(content) ? content.map(String) : []
  } catch {
    return []
  }
}
