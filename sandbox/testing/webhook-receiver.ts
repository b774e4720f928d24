import { setTimeout as sleep } from 'node:timers/promises'
import { listen } from '../engine/listen.ts'
import { readRequest } from '../engine/stand-in-request.ts'

/** `body` is parsed JSON (undefined for an empty one), `raw` the exact text. */
export type ReceivedWebhook = {
  method: string
  path: string
  headers: Readonly<Record<string, string>>
  raw: string
  body: unknown
}

export type WebhookReceiver = {
  /** Without a final slash; every path is taken. */
  readonly address: string
  /** One path of it. */
  readonly url: string
  /** What has come in, in order of arrival. */
  readonly received: readonly ReceivedWebhook[]
  /** Answers the next requests with these statuses, then 200 again. */
  answerWith: (...statuses: number[]) => void
  /** Resolves with everything received once it is at least this many; rejects after three seconds. */
  waitFor: (count: number) => Promise<readonly ReceivedWebhook[]>
  close: () => Promise<void>
}

/** An HTTP server that takes any webhook, for tests. */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const received: ReceivedWebhook[] = []
  const answers: number[] = []
  const { address, close } = await listen(0, async (incoming, response) => {
    const { method, path, headers, raw, body } = await readRequest(incoming)
    received.push({ method, path, headers, raw: raw.toString('utf8'), body })
    response.statusCode = answers.shift() ?? 200
    response.end('{"taken":true}')
  })
  return {
    address,
    url: `${address}/hook`,
    received,
    answerWith: (...statuses) => {
      answers.push(...statuses)
    },
    waitFor: async (count) => {
      const deadline = Date.now() + 3000
      while (received.length < count) {
        if (Date.now() > deadline) throw new Error(`${received.length} of ${count} webhooks came in`)
        await sleep(5)
      }
      return received
    },
    close,
  }
}
