import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync, readdirSync } from 'node:fs'
import { chmod, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { StartError } from '../../errors.ts'
import {
  type BackupManifest,
  type FileSum,
  MANIFEST_FILE,
  readManifest,
  writtenManifest,
} from './backup-manifest.ts'

/** A backup that is being written: under a temporary name, for the owner only, until `finish` gives it its name. */
export class UnfinishedBackup {
  /** Where it will be. */
  readonly target: string
  readonly #folder: string

  private constructor(target: string) {
    this.target = target
    this.#folder = `${target}.unfinished`
  }

  /** Throws where there is something under that name already. */
  static async begin(path: string): Promise<UnfinishedBackup> {
    const target = resolve(path)
    if (existsSync(target)) throw new StartError(`${target} exists: give the backup another name.`)
    const backup = new UnfinishedBackup(target)
    try {
      await rm(backup.#folder, { recursive: true, force: true })
      await mkdir(backup.#folder, { recursive: true, mode: 0o700 })
    } catch (cause) {
      throw new StartError(`${dirname(target)} cannot be written: give another place (--to <folder>).`, {
        cause,
      })
    }
    return backup
  }

  path(name: string): string {
    return join(this.#folder, name)
  }

  stream(name: string): NodeJS.WritableStream {
    return createWriteStream(this.path(name), { mode: 0o600, flags: 'wx' })
  }

  text(name: string, text: string): Promise<void> {
    return writeFile(this.path(name), text, { mode: 0o600, flag: 'wx' })
  }

  /** Reads back and sums up what was written, adds the manifest, forces all to the disk and gives it its name. */
  async finish(manifest: Omit<BackupManifest, 'files'>): Promise<BackupManifest> {
    const files: Record<string, FileSum> = {}
    for (const name of readdirSync(this.#folder).sort()) {
      // pg_dump makes its file by its own umask.
      await chmod(this.path(name), 0o600)
      await flush(this.path(name))
      files[name] = await sumOfFile(this.path(name))
    }
    const whole = { ...manifest, files }
    await this.text(MANIFEST_FILE, writtenManifest(whole))
    await flush(this.path(MANIFEST_FILE))
    await flush(this.#folder)
    await rename(this.#folder, this.target)
    await flush(dirname(this.target))
    return whole
  }

  abandon(): Promise<void> {
    return rm(this.#folder, { recursive: true, force: true })
  }
}

/** The manifest of a backup whose every byte was compared with it. Throws `StartError` where anything differs. */
export async function openBackup(path: string): Promise<BackupManifest> {
  const manifestFile = join(path, MANIFEST_FILE)
  const text = await readFile(manifestFile, 'utf8').catch((cause: unknown) => {
    throw new StartError(`${path} is no backup: there is no ${MANIFEST_FILE} in it that can be read.`, {
      cause,
    })
  })
  const manifest = readManifest(text, manifestFile)
  for (const [name, expected] of Object.entries(manifest.files)) await requireFile(join(path, name), expected)
  return manifest
}

async function requireFile(file: string, expected: FileSum): Promise<void> {
  const found = await stat(file).catch(() => undefined)
  if (!found) throw new StartError(`${file} is missing: the backup is not whole. Nothing was restored.`)
  if (found.size === expected.bytes && (await sumOfFile(file)).sha256 === expected.sha256) return
  throw new StartError(`${file} is torn or was altered: its sum is not the manifest's. Nothing was restored.`)
}

async function sumOfFile(path: string): Promise<FileSum> {
  const hash = createHash('sha256')
  let bytes = 0
  await pipeline(createReadStream(path), async (chunks) => {
    for await (const chunk of chunks) {
      bytes += chunk.length
      hash.update(chunk)
    }
  })
  return { bytes, sha256: hash.digest('hex') }
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r')
  await handle.sync().finally(() => handle.close())
}
