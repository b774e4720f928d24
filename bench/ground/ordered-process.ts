import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { ROOT } from './server-process.ts'

/** A program of the bench's own that takes orders one by one and answers each with `{ result }` or `{ error }`. */
export class OrderedProcess<Order extends object, Result> {
  readonly #child: ChildProcess

  constructor(program: string) {
    this.#child = fork(join(ROOT, program), { serialization: 'advanced', stdio: 'inherit', execArgv: [] })
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  order(order: Order): Promise<Result> {
    const child = this.#child
    return new Promise((resolve, reject) => {
      const gone = () => reject(new Error('a process of the bench ended by itself'))
      child.once('exit', gone)
      child.once('message', (reply: { result: Result } | { error: string }) => {
        child.off('exit', gone)
        if ('error' in reply) reject(new Error(reply.error))
        else resolve(reply.result)
      })
      child.send(order)
    })
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const ended = new Promise((resolve) => this.#child.once('exit', resolve))
    this.#child.kill('SIGTERM')
    await ended
  }
}
