import { migrations } from '../core/migrations/index.ts'
import { lookUpProcess } from '../core/platform/db/embedded/process-table.ts'
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../core/platform/db/embedded/start-embedded-postgres.ts'
import { migrate } from '../core/platform/db/migrate.ts'
import { createRunFolder, type RunFolder } from '../core/platform/testing/run-folder.ts'
import { createTemplateDatabase } from '../core/platform/testing/test-database.ts'
import type { TestEnvironment } from '../core/platform/testing/test-environment.ts'
import { eventually } from '../core/test/program/api.ts'
import { processTree } from './process-tree.ts'

/** Milliseconds in which a server that was told to end has ended. */
const ENDS_WITHIN = 15_000

export interface GroundOptions {
  /** Called with the run's folder before anything is in it. */
  prepare?: (folder: RunFolder) => Promise<() => Promise<void>>
  settings?: Readonly<Record<string, string>>
}

/** The machine that the hubs of a drill stand on: a folder and a PostgreSQL that can be broken. */
export class Ground {
  readonly folder: RunFolder
  readonly #undo: () => Promise<void>
  readonly #settings: Readonly<Record<string, string>>
  #postgres: EmbeddedPostgres

  private constructor(folder: RunFolder, postgres: EmbeddedPostgres, rest: Pick<Ground, never> & Rest) {
    this.folder = folder
    this.#postgres = postgres
    this.#undo = rest.undo
    this.#settings = rest.settings
  }

  /** Forces to the disk what it commits, as a hub's own server does: what survives here survives there. */
  static async open({ prepare, settings: more }: GroundOptions = {}): Promise<Ground> {
    const folder = createRunFolder()
    const undo = (await prepare?.(folder)) ?? (async () => {})
    const settings = { max_connections: '200', ...more }
    try {
      const postgres = await startEmbeddedPostgres({ dataDir: folder.path, lock: folder.lock, settings })
      const ground = new Ground(folder, postgres, { undo, settings })
      await createTemplateDatabase(postgres, (urls) => migrate({ ...urls, migrations }))
      return ground
    } catch (error) {
      await undo()
      await folder.remove()
      throw error
    }
  }

  get environment(): TestEnvironment & { superuserUrl: string } {
    const { superuserUrl, adminUrl, appUrl } = this.#postgres
    return { superuserUrl, adminUrl, appUrl }
  }

  /** PostgreSQL manual, "Shutting Down the Server": fast rolls back what is open, immediate leaves recovery to the start. */
  async restart(how: 'fast' | 'immediate'): Promise<void> {
    const { pid } = this.#postgres
    if (lookUpProcess(pid)) process.kill(pid, how === 'fast' ? 'SIGINT' : 'SIGQUIT')
    await eventually(
      async () => lookUpProcess(pid),
      (found) => found === undefined,
      ENDS_WITHIN,
    )
    await this.start()
  }

  /** On the same port; ends first what is left of the old one. */
  async start(): Promise<void> {
    const { path: dataDir, lock } = this.folder
    this.#postgres = await startEmbeddedPostgres({ dataDir, lock, settings: this.#settings })
  }

  get isUp(): boolean {
    return lookUpProcess(this.#postgres.pid) !== undefined
  }

  /** Every process of the server stands still, as on a machine that swaps or a disk that hangs. */
  freeze(): void {
    for (const pid of processTree(this.#postgres.pid)) signal(pid, 'SIGSTOP')
  }

  thaw(): void {
    for (const pid of processTree(this.#postgres.pid)) signal(pid, 'SIGCONT')
  }

  async close(): Promise<void> {
    this.thaw()
    await this.#postgres.stop()
    await this.#undo()
    await this.folder.remove()
  }
}

interface Rest {
  undo: () => Promise<void>
  settings: Readonly<Record<string, string>>
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It ended by itself in between.
  }
}
