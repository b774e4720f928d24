import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { freePort, type HubProcess, startHubProcess, untilReady } from '../core/test/program/hub-process.ts'
import { startTcpProxy, type TcpProxy } from '../core/test/program/tcp-proxy.ts'
import { DatabaseTap, type TrapSet } from './wires/database-tap.ts'

/** Milliseconds, and how often a start is tried. */
const READY_WITHIN = 180_000
const STARTS = 4

export type Role = 'api' | 'worker'

/** One process of a hub, with a way of its own to the database. */
export class Member {
  readonly name: string
  readonly role: Role
  readonly port: number
  /** Between this process and the database. */
  readonly wire: TcpProxy & { close(): Promise<void> }
  readonly traps: TrapSet
  readonly #variables: Readonly<Record<string, string>>
  #process: HubProcess | undefined
  #printed = ''
  #closed = false
  /** Whoever wants it started while it starts waits for the same start. */
  #starting: Promise<void> | undefined

  private constructor(parts: {
    name: string
    role: Role
    port: number
    wire: Member['wire']
    traps: TrapSet
    variables: Readonly<Record<string, string>>
  }) {
    this.name = parts.name
    this.role = parts.role
    this.port = parts.port
    this.wire = parts.wire
    this.traps = parts.traps
    this.#variables = parts.variables
  }

  /** Not started. `variables` are what all processes of the hub have in common. */
  static async create(
    name: string,
    role: Role,
    variables: Readonly<Record<string, string>>,
  ): Promise<Member> {
    const database = new URL(variables.DATABASE_URL ?? '')
    const traps: TrapSet = new Set()
    const target = { host: database.hostname, port: Number(database.port) }
    const wire = await startTcpProxy(target, { tap: () => new DatabaseTap(traps) })
    const port = await freePort()
    const dataDir = join(variables.ASKPRO_DATA_DIR ?? '', name)
    mkdirSync(dataDir, { recursive: true })
    const own = {
      ...variables,
      ASKPRO_ROLE: role,
      ASKPRO_DATA_DIR: dataDir,
      DATABASE_URL: Object.assign(database, { port: String(wire.port) }).href,
      PORT: String(port),
    }
    return new Member({ name, role, port, wire, traps, variables: own })
  }

  get isUp(): boolean {
    const { child } = this.#process ?? {}
    return this.#starting === undefined && child?.exitCode === null && child.signalCode === null
  }

  get pid(): number {
    return this.#process?.child.pid ?? 0
  }

  /** All that it said so far, over all its lives. */
  get printed(): string {
    return this.#printed + (this.#process?.output() ?? '')
  }

  /** Resolves when it answers; started again where it could not, as a restart policy does. `more` counts for this life. */
  start(more: Readonly<Record<string, string>> = {}): Promise<void> {
    this.#starting ??= this.#begin(more).finally(() => {
      this.#starting = undefined
    })
    return this.#starting
  }

  async #begin(more: Readonly<Record<string, string>>): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      this.#printed = this.printed
      this.#process = startHubProcess({ ...this.#variables, ...more })
      try {
        await untilReady(this.#process, READY_WITHIN)
        return
      } catch (error) {
        if (tries === STARTS || this.#closed) throw error
        await this.kill()
      }
    }
  }

  /** As the kernel would: nothing is finished, flushed or given back. */
  async kill(): Promise<void> {
    this.#process?.kill('SIGKILL')
    await this.#process?.ended(10_000)
  }

  /** As an operator would. */
  async stop(): Promise<void> {
    this.#process?.kill('SIGTERM')
    await this.#process?.ended(15_000).catch(() => this.kill())
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.kill()
    await this.wire.close()
  }
}
