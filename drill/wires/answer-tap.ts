import type { Tap } from '../../core/test/program/tcp-proxy.ts'
import type { AnswerTrap } from './trap.ts'

/** Reads along between a hub and a provider: HTTP/1.1, one request at a time on a connection. */
export class AnswerTap implements Tap {
  readonly #traps: Set<AnswerTrap>
  #waiting: AnswerTrap | undefined

  constructor(traps: Set<AnswerTrap>) {
    this.#traps = traps
  }

  async toTarget(chunk: Buffer): Promise<Buffer> {
    const line = chunk.toString('latin1', 0, 300).split('\r\n')[0] ?? ''
    for (const trap of this.#traps) if (trap.request.test(line)) this.#waiting = trap
    return chunk
  }

  async toClient(chunk: Buffer): Promise<Buffer | 'cut'> {
    const trap = this.#waiting
    this.#waiting = undefined
    if (!trap || !this.#traps.delete(trap)) return chunk
    return (await trap.spring()) === 'cut' ? 'cut' : chunk
  }
}
