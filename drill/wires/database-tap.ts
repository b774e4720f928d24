import type { Tap } from '../../core/test/program/tcp-proxy.ts'
import { MessageSplitter, sqlOf, type WireMessage } from './message-splitter.ts'
import type { DatabaseTrap } from './trap.ts'

/** What the taps of all connections of one process have in common. */
export type TrapSet = Set<DatabaseTrap>

/**
 * Reads along between a hub and PostgreSQL and springs a trap at the step it waits for. A transaction is a trap's own
 * once it has sent the trap's mark; a statement outside of one is a transaction of its own.
 */
export class DatabaseTap implements Tap {
  readonly #traps: TrapSet
  readonly #asked = new MessageSplitter('client')
  readonly #answered = new MessageSplitter('server')
  #open = false
  #marked: DatabaseTrap | undefined
  /** The commit is on its way: answers wait here for the one that confirms it. */
  #awaited: DatabaseTrap | undefined
  #held: Buffer[] = []

  constructor(traps: TrapSet) {
    this.#traps = traps
  }

  async toTarget(chunk: Buffer): Promise<Buffer | 'cut'> {
    const passed: Buffer[] = []
    for (const message of this.#asked.split(chunk)) {
      if ((await this.#ask(message)) === 'cut') return 'cut'
      passed.push(message.bytes)
    }
    return Buffer.concat(passed)
  }

  async toClient(chunk: Buffer): Promise<Buffer | 'cut'> {
    const messages = this.#answered.split(chunk)
    if (!this.#awaited) return Buffer.concat(messages.map(({ bytes }) => bytes))
    this.#held.push(...messages.map(({ bytes }) => bytes))
    if (!messages.some(isCommitted)) return Buffer.alloc(0)
    const trap = this.#awaited
    this.#awaited = undefined
    const held = Buffer.concat(this.#held.splice(0))
    return (await this.#spring(trap)) === 'cut' ? 'cut' : held
  }

  async #ask(message: WireMessage): Promise<'pass' | 'cut'> {
    const sql = sqlOf(message) ?? ''
    if (/^\s*(begin|start transaction)\b/i.test(sql)) this.#open = true
    const found = this.#trapFor(message)
    if (found?.at === 'begin') return this.#spring(found)
    this.#marked ??= found
    const commits = this.#open ? /^\s*commit\b/i.test(sql) : found !== undefined
    if (/^\s*(commit|rollback)\b/i.test(sql)) this.#open = false
    if (commits) return this.#commit()
    if (!this.#open) this.#marked = undefined
    return 'pass'
  }

  async #commit(): Promise<'pass' | 'cut'> {
    const trap = this.#marked
    this.#marked = undefined
    if (!trap || !this.#traps.has(trap)) return 'pass'
    if (trap.at === 'commit') return this.#spring(trap)
    this.#awaited = trap
    return 'pass'
  }

  #trapFor({ bytes }: WireMessage): DatabaseTrap | undefined {
    for (const trap of this.#traps) if (bytes.includes(trap.mark)) return trap
    return undefined
  }

  #spring(trap: DatabaseTrap): Promise<'pass' | 'cut'> {
    // Two connections may come to it at once: one springs it.
    return this.#traps.delete(trap) ? trap.spring() : Promise.resolve('pass')
  }
}

/** CommandComplete of the COMMIT itself, or of a statement that is its own transaction (then ready and idle). */
function isCommitted({ type, bytes }: WireMessage): boolean {
  if (type === 'C') return bytes.toString('latin1', 5, bytes.length - 1) === 'COMMIT'
  return type === 'Z' && bytes[5] === 'I'.charCodeAt(0)
}
