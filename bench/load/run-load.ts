import { exchangesOf } from './exchanges.ts'
import type { LoadPlan, LoadResult, Pace } from './load-plan.ts'
import { arrive } from './pacer.ts'

import { Sender } from './sender.ts'

export async function runLoad({ targets, traffic, pace }: LoadPlan): Promise<LoadResult> {
  const sender = new Sender(targets)
  const next = exchangesOf(traffic)
  const times: number[] = []
  let failed = 0
  let firstFailure: string | undefined
  const ask = async (due: number) => {
    const { status, body } = await next()((request) => sender.send(request))
    times.push(performance.now() - due)
    if (status >= 200 && status < 300) return
    failed += 1
    firstFailure ??= `${status} ${body.slice(0, 300)}`
  }
  const begun = performance.now()
  await paced(pace, ask)
  const seconds = (performance.now() - begun) / 1_000
  await sender.close()
  return { answered: times.length - failed, seconds, times, failed, firstFailure }
}

function paced(pace: Pace, ask: (due: number) => Promise<void>): Promise<unknown> {
  if (pace.is === 'open') return arrive(pace, ask)
  const until = performance.now() + pace.seconds * 1_000
  const loop = async () => {
    while (performance.now() < until) await ask(performance.now())
  }
  return Promise.all(Array.from({ length: pace.inFlight }, loop))
}
