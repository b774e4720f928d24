import { existsSync, readFileSync } from 'node:fs'
import type { ProviderFact } from '@askpro/plugin-sdk'
import { createTestContext } from '@askpro/plugin-sdk/testing'
import { expect, test } from '@jest/globals'
import { bookings } from './webhook.ts'

const folder = new URL('../../../shared/specs/calcom/fixtures/', import.meta.url)
const isThere = existsSync(folder)
if (!isThere) process.stderr.write('SKIPPED: the recorded bodies of webhooks are not beside this project\n')

const settings = { api_key: 'cal_live_key' }
const { ctx } = createTestContext({ folder: new URL('.', import.meta.url), settings })
const [OLD, NEW, ENTRY] = [
  'bFJeNb2uX8ANpT3JL5EfXw',
  '9sKq2hJmT1dVx7Rb3PzLcQ',
  '0123456789abcdef0123456789abcdef',
]
const changed: ProviderFact = { type: 'calendar.changed', sync: 'bookings' }
const times = { start: '2026-12-02T09:30:00.000Z', end: '2026-12-02T10:30:00.000Z' }

/** The facts of a recorded body; `own`: as if the hub had made the booking. */
function factsOf(name: string, own: boolean): Promise<ProviderFact[]> {
  const body = JSON.parse(readFileSync(new URL(`webhook.booking_${name}.json`, folder), 'utf8'))
  if (own) body.payload.metadata = { hubEntryId: ENTRY }
  return bookings.facts(ctx, { headers: {}, body: Buffer.from(JSON.stringify(body)), receivedAt: 0 })
}

const gone: ProviderFact = { type: 'calendar.entry_cancelled', reference: OLD }
const asked: ProviderFact = { ...gone, reason: 'reschedule_requested' }
const moved: ProviderFact = { type: 'calendar.entry_moved', reference: NEW, previousReference: OLD, ...times }
const absent: ProviderFact = { type: 'calendar.entry_no_show', reference: OLD, absent: true }
const requested = { start: '2026-12-01T09:30:00.000Z', end: '2026-12-01T10:30:00.000Z' }

const recorded = isThere ? test : test.skip

recorded.each<[string, ProviderFact[], ProviderFact[]]>([
  ['created', [changed], []],
  ['requested', [changed], [{ type: 'calendar.entry_moved', entryId: ENTRY, reference: OLD, ...requested }]],
  ['rejected', [gone, changed], [{ ...gone, entryId: ENTRY }]],
  ['rescheduled', [moved, changed], [{ ...moved, entryId: ENTRY }]],
  ['cancelled', [gone, changed], [{ ...gone, entryId: ENTRY }]],
  ['cancelled.request_reschedule', [asked, changed], [{ ...asked, entryId: ENTRY }]],
  ['no_show_updated', [absent], [absent]],
])('BOOKING_%s of a stranger and of the hub says what it should', async (name, foreign, own) => {
  expect([await factsOf(name, false), await factsOf(name, true)]).toEqual([foreign, own])
})

test.each([
  ['BOOKING_PAYMENT_INITIATED', [changed]],
  ['BOOKING_PAID', [changed]],
  ['MEETING_STARTED', []],
  ['MEETING_ENDED', []],
  ['RECORDING_READY', []],
  ['OOO_CREATED', []],
  ['FORM_SUBMITTED', []],
])('%s of a booking that the hub does not know: %j', async (triggerEvent, facts) => {
  const body = Buffer.from(JSON.stringify({ triggerEvent, payload: { uid: OLD } }))
  expect(await bookings.facts(ctx, { headers: {}, body, receivedAt: 0 })).toEqual(facts)
})
