import type { Profiler } from 'node:inspector'

/** A process that was started with `--inspect`, over the protocol of V8's inspector. */
export class Inspector {
  readonly #socket: WebSocket
  #last = 0

  private constructor(socket: WebSocket) {
    this.#socket = socket
  }

  /** The address stands in what the process prints. */
  static async attach(printed: string): Promise<Inspector> {
    const [, url] = /Debugger listening on (ws:\S+)/.exec(printed) ?? []
    if (!url) throw new Error('the process has no inspector')
    const socket = new WebSocket(url)
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve())
      socket.addEventListener('error', () => reject(new Error('the inspector does not answer')))
    })
    return new Inspector(socket)
  }

  /** What the process does while `work` runs. */
  async profile(work: () => Promise<unknown>, intervalMicros = 500): Promise<Profiler.Profile> {
    await this.#ask('Profiler.enable')
    await this.#ask('Profiler.setSamplingInterval', { interval: intervalMicros })
    await this.#ask('Profiler.start')
    await work()
    return (await this.#ask<{ profile: Profiler.Profile }>('Profiler.stop')).profile
  }

  close(): void {
    this.#socket.close()
  }

  #ask<T>(method: string, params: object = {}): Promise<T> {
    this.#last += 1
    const id = this.#last
    return new Promise((resolve, reject) => {
      const hear = ({ data }: MessageEvent) => {
        const reply = JSON.parse(String(data)) as { id?: number; result?: T; error?: { message: string } }
        if (reply.id !== id) return
        this.#socket.removeEventListener('message', hear)
        if (reply.error || !reply.result) reject(new Error(`${method}: ${reply.error?.message}`))
        else resolve(reply.result)
      }
      this.#socket.addEventListener('message', hear)
      this.#socket.send(JSON.stringify({ id, method, params }))
    })
  }
}
