// The only way out of a plugin, and bare undici beside it, with calls to one address. Takes one order after the other.
import { Agent, fetch as bareFetch, request } from 'undici'
import { CircuitBreaker } from '../../core/integrations/outbound/circuit-breaker.ts'
import { hostKey } from '../../core/integrations/outbound/host-allow-list.ts'
import { OutboundFetch } from '../../core/integrations/outbound/outbound-fetch.ts'

export interface OutboundOrder {
  by: 'the hub' | 'undici.fetch' | 'undici.request'
  url: string
  /** Calls under way at once. */
  atOnce: number
  seconds: number
}

export interface OutboundResult {
  calls: number
  seconds: number
}

const dispatcher = new Agent()
const outbound = new OutboundFetch({ breaker: new CircuitBreaker() })

/** Gives the answer's text. */
function callerOf({ by, url }: OutboundOrder): () => Promise<string> {
  if (by === 'undici.request') return async () => (await request(url, { dispatcher })).body.text()
  if (by === 'undici.fetch') return async () => (await bareFetch(url, { dispatcher })).text()
  const key = hostKey(new URL(url))
  const fetch = outbound.to({
    declared: [],
    configured: new Map([[key, 'base_url']]),
    opened: new Set([key]),
  })
  return async () => (await fetch(url)).text()
}

async function run(order: OutboundOrder): Promise<OutboundResult> {
  const call = callerOf(order)
  const wanted = await call()
  const begun = performance.now()
  const until = begun + order.seconds * 1_000
  let calls = 0
  const loop = async () => {
    while (performance.now() < until) {
      if ((await call()) !== wanted) throw new Error('the same question had another answer')
      calls += 1
    }
  }
  await Promise.all(Array.from({ length: order.atOnce }, loop))
  return { calls, seconds: (performance.now() - begun) / 1_000 }
}

process.on('message', (order: OutboundOrder) => {
  void run(order).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: String(error) }),
  )
})
