import { Pool } from 'undici'

export interface OutgoingRequest {
  method: 'GET' | 'POST'
  path: string
  headers: Record<string, string>
  body?: string | undefined
}

export interface Answer {
  status: number
  body: string
}

/** Enough for every rate that is asked for: what waits for a connection is counted as waiting. */
const CONNECTIONS = 64

/** Sends to equal servers in turn, with as little work of its own as a client can do with. */
export class Sender {
  readonly #pools: Pool[]
  #turn = 0

  constructor(targets: readonly string[]) {
    const connections = Math.ceil(CONNECTIONS / targets.length)
    this.#pools = targets.map((target) => new Pool(target, { connections, pipelining: 1 }))
  }

  /** Never rejects: a connection that broke is an answer with the status 0. */
  send(request: OutgoingRequest): Promise<Answer> {
    const pool = this.#pools[this.#turn++ % this.#pools.length]
    const { body = null, ...rest } = request
    return new Promise((resolve) => {
      const chunks: Buffer[] = []
      let status = 0
      pool?.dispatch(
        { ...rest, body },
        {
          onRequestStart() {},
          onResponseStart(_controller, code) {
            status = code
          },
          onResponseData(_controller, chunk) {
            chunks.push(chunk)
          },
          onResponseEnd() {
            resolve({ status, body: Buffer.concat(chunks).toString() })
          },
          onResponseError(_controller, error) {
            resolve({ status: 0, body: String(error) })
          },
        },
      )
    })
  }

  async close(): Promise<void> {
    await Promise.all(this.#pools.map((pool) => pool.close()))
  }
}
