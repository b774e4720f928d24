import type { ProviderFact, SyncHandler, SyncRun } from '@askpro/plugin-sdk'
import type Stripe from 'stripe'
import { compareObjects, iso } from './compare-objects.ts'
import { EVENT_TYPES, type EventBody, type Subject, subjectOf } from './event-subject.ts'
import { factsAbout } from './facts-about.ts'
import { calling, stripeApi } from './stripe-api.ts'

const MINUTE = 60_000
const DAY = 86_400_000
/** An event may be listed a moment after its time, so the last of them are read again. */
const OVERLAP = 5 * MINUTE
/** Stripe keeps events for thirty days. */
const KEPT = 29 * DAY
/** Subjects whose facts are stored at once. */
const BATCH = 25

/**
 * What webhooks did not bring: the events since the last run, a day at a time. After more time than Stripe keeps
 * events, at first, and on request the objects themselves are read. The checkpoint is the time until which everything
 * has been told, or how far the objects are read.
 */
export const changes: SyncHandler = {
  async run(ctx, sync) {
    const stripe = await stripeApi(ctx)
    const since = Date.parse(sync.checkpoint ?? '')
    // The clock goes on while events are read: what happens from here on is the next run's.
    const now = ctx.now()
    if (Number.isNaN(since) || now - since > KEPT) return compareObjects(ctx, stripe, sync)
    for (let from = since, until = since; until < now && !sync.signal.aborted; from = until) {
      until = Math.min(from + DAY, now)
      await tellSlice(sync, {
        subjects: await subjectsBetween(stripe, from - OVERLAP, until),
        facts: (subject) => factsAbout(ctx, subject),
        before: iso(from),
        after: iso(until),
      })
    }
  },
}

interface Slice {
  subjects: Subject[]
  facts(subject: Subject): Promise<ProviderFact[]>
  before: string
  after: string
}

/** Some at a time, so that what was read is not lost with a run that is cut off; only the last moves the checkpoint. */
async function tellSlice(
  { save, signal }: SyncRun,
  { subjects, facts, before, after }: Slice,
): Promise<void> {
  for (let at = 0; at === 0 || at < subjects.length; at += BATCH) {
    const told: ProviderFact[] = []
    for (const subject of subjects.slice(at, at + BATCH)) {
      if (signal.aborted) return
      told.push(...(await facts(subject)))
    }
    const checkpoint = at + BATCH >= subjects.length ? after : before
    await save({ checkpoint, busy: [], freed: [], facts: told })
  }
}

/** Each once, however many events are about it. */
async function subjectsBetween(stripe: Stripe, from: number, until: number): Promise<Subject[]> {
  const created = { gte: Math.floor(from / 1_000), lte: Math.ceil(until / 1_000) }
  const found = new Map<string, Subject>()
  await calling(async () => {
    for await (const event of stripe.events.list({ created, types: [...EVENT_TYPES], limit: 100 })) {
      const subject = subjectOf(event as unknown as EventBody)
      if (subject) found.set(`${subject.kind} ${subject.id}`, subject)
    }
  })
  return [...found.values()]
}
