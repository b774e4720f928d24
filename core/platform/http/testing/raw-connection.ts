import { connect, type Socket } from 'node:net'

/** A client that speaks bytes, for what no HTTP client would send. */
export class RawConnection {
  readonly socket: Socket
  received = ''
  readonly closed: Promise<void>

  /** `from`: the address of this machine that it comes from, of 127.0.0.0/8. */
  constructor(port: number, from = '127.0.0.1') {
    this.socket = connect({ port, host: '127.0.0.1', localAddress: from })
    this.socket.on('data', (bytes) => {
      this.received += bytes.toString('latin1')
    })
    this.socket.on('error', () => {})
    this.closed = new Promise((resolve) => {
      this.socket.once('close', () => resolve())
    })
  }

  send(text: string): this {
    this.socket.write(text)
    return this
  }

  /** What has been received once it matches; fails when the connection is closed before. */
  until(pattern: RegExp): Promise<string> {
    return new Promise((resolve, reject) => {
      const look = () => pattern.test(this.received) && resolve(this.received)
      this.socket.on('data', look)
      this.socket.once('close', () => reject(new Error(`closed after: ${this.received}`)))
      look()
    })
  }
}
