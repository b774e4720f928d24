// Preloaded into a hub (`--import <address of this file>?into=<file>`): writes down each statement before it is sent to
// PostgreSQL, a line of JSON for each (`SentStatement`).
import { appendFileSync } from 'node:fs'
import { Client, type QueryConfig } from 'pg'
import type { SentStatement } from './sent-statement.ts'

type Arguments = [query: string | QueryConfig, ...rest: unknown[]]

const into = new URL(import.meta.url).searchParams.get('into')
if (!into) throw new Error('record-statements.ts needs to know where to write')
const underWay = new WeakMap<Client, number>()
const send: (this: Client, ...args: Arguments) => unknown = Reflect.get(Client.prototype, 'query')

Reflect.set(Client.prototype, 'query', function query(this: Client, ...args: Arguments): unknown {
  appendFileSync(into, `${JSON.stringify(sentBy(this, args[0]))}\n`)
  count(this, 1)
  const answered = () => count(this, -1)
  const callback = args.at(-1)
  if (typeof callback === 'function') {
    const told = (...reply: unknown[]) => {
      answered()
      callback(...reply)
    }
    return send.call(this, args[0], ...args.slice(1, -1), told)
  }
  const result = send.apply(this, args)
  if (result instanceof Promise) result.then(answered, answered)
  return result
})

function sentBy(client: Client, query: string | QueryConfig): SentStatement {
  const { text, name, values } = typeof query === 'string' ? { text: query } : query
  return {
    connection: Number(Reflect.get(client, 'processID')),
    waited: (underWay.get(client) ?? 0) === 0,
    text,
    ...(name ? { name } : {}),
    ...(values ? { values } : {}),
  }
}

function count(client: Client, by: number): void {
  underWay.set(client, (underWay.get(client) ?? 0) + by)
}
