/** One message of PostgreSQL's protocol (manual, "Message Formats"), whole, as it came over the wire. */
export interface WireMessage {
  /** One letter; empty for the first message of a client, which has none. */
  type: string
  bytes: Buffer
}

/** Cuts a stream of bytes into messages; what is not whole yet waits for the next piece. */
export class MessageSplitter {
  #rest: Buffer = Buffer.alloc(0)
  #typed: boolean

  /** A client's first message is its startup, which bears no type. */
  constructor(from: 'client' | 'server') {
    this.#typed = from === 'server'
  }

  split(chunk: Buffer): WireMessage[] {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    const messages: WireMessage[] = []
    for (let next = this.#take(); next; next = this.#take()) messages.push(next)
    return messages
  }

  #take(): WireMessage | undefined {
    const head = this.#typed ? 1 : 0
    if (this.#rest.length < head + 4) return undefined
    const length = head + this.#rest.readInt32BE(head)
    if (this.#rest.length < length) return undefined
    const bytes = this.#rest.subarray(0, length)
    this.#rest = this.#rest.subarray(length)
    const type = this.#typed ? String.fromCharCode(bytes[0] ?? 0) : ''
    this.#typed = true
    return { type, bytes }
  }
}

/** The SQL of a Query or Parse message; undefined in any other. */
export function sqlOf({ type, bytes }: WireMessage): string | undefined {
  if (type === 'Q') return bytes.toString('latin1', 5, bytes.length - 1)
  if (type !== 'P') return undefined
  const text = bytes.indexOf(0, 5) + 1
  return bytes.toString('latin1', text, bytes.indexOf(0, text))
}
