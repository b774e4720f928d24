import type { Writable } from 'node:stream'
import type { Client, Connection, Submittable } from 'pg'

interface DataMessage {
  chunk: Buffer
}

/** What each message of the copy begins with (PostgreSQL manual, "Streaming Replication Protocol", BASE_BACKUP). */
const NEW_ARCHIVE = 'n'.charCodeAt(0)
const DATA = 'd'.charCodeAt(0)

/**
 * Has the server send its files as one tar, with the WAL that makes them consistent: what pg_basebackup does, whose
 * program the npm package lacks. The server goes on working meanwhile. The slot keeps the WAL of a long backup until
 * its end; it is gone with the connection. `client` must speak the replication protocol.
 */
export async function takeBaseBackup(client: Client, sink: Writable): Promise<void> {
  await client.query(`CREATE_REPLICATION_SLOT askpro_backup_${process.pid} TEMPORARY PHYSICAL RESERVE_WAL`)
  const query = new BaseBackup(`BASE_BACKUP (LABEL 'askpro', CHECKPOINT 'fast', WAL true)`, sink)
  client.query(query)
  await query.done
}

class BaseBackup implements Submittable {
  readonly done: Promise<void>
  readonly #text: string
  readonly #sink: Writable
  #archives = 0
  #resolve = () => {}
  #reject: (error: unknown) => void = () => {}

  constructor(text: string, sink: Writable) {
    this.#text = text
    this.#sink = sink
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
  }

  submit(connection: Connection): void {
    this.#sink.on('error', (error) => {
      this.#reject(error)
      connection.stream.destroy()
    })
    connection.query(this.#text)
  }

  handleCopyData({ chunk }: DataMessage, { stream }: Connection): void {
    if (chunk[0] === NEW_ARCHIVE) this.#archives += 1
    if (chunk[0] !== DATA) return
    // The parser goes on using its buffer.
    if (this.#sink.write(Buffer.from(chunk.subarray(1)))) return
    // One read of the socket may hold several messages.
    if (stream.isPaused()) return
    stream.pause()
    this.#sink.once('drain', () => stream.resume())
  }

  handleReadyForQuery(): void {
    if (this.#archives === 1) this.#resolve()
    else
      this.#reject(new Error(`the base backup has ${this.#archives} archives: tablespaces are not backed up`))
  }

  handleError(error: unknown): void {
    this.#reject(error)
  }

  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleCommandComplete(): void {}
}
