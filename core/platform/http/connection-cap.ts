import type { Socket } from 'node:net'
import { addressKey } from './client-address.ts'

/** Keeps one address from holding all connections, since the cap over all would then lock everybody out. */
export class ConnectionCap {
  readonly #most: number
  readonly #open = new Map<string, number>()

  constructor(most: number) {
    this.#most = most
  }

  admit(socket: Socket): void {
    const key = addressKey(socket.remoteAddress)
    const open = (this.#open.get(key) ?? 0) + 1
    this.#open.set(key, open)
    socket.once('close', () => this.#leave(key))
    if (open > this.#most) socket.destroy()
  }

  #leave(key: string): void {
    const open = (this.#open.get(key) ?? 1) - 1
    if (open > 0) this.#open.set(key, open)
    else this.#open.delete(key)
  }
}
