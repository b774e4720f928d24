import type { Socket } from 'node:net'
import { addressKey, type ClientAddresses } from './client-address.ts'

/**
 * Keeps one address from holding all connections, since the cap over all would then lock everybody out. A trusted proxy
 * holds those of everybody who calls, so it is not counted: how many one caller may have is its own to say.
 */
export class ConnectionCap {
  readonly #most: number
  readonly #addresses: Pick<ClientAddresses, 'isProxy'>
  readonly #open = new Map<string, number>()

  constructor(most: number, addresses: Pick<ClientAddresses, 'isProxy'>) {
    this.#most = most
    this.#addresses = addresses
  }

  admit(socket: Socket): void {
    if (this.#addresses.isProxy(socket.remoteAddress)) return
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
