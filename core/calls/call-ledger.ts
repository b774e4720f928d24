import { isDeepStrictEqual } from 'node:util'
import type { CallReport } from '@askpro/plugin-sdk'
import type { UsageTracker } from '../billing/index.ts'
import type { CustomerService } from '../customers/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import type { Tx } from '../platform/db/tx.ts'
import type { EventSink } from '../platform/events/event.ts'
import { newId } from '../platform/ids.ts'
import type { JobSink } from '../platform/jobs/job.ts'
import type { AppointmentService, BookingOrchestrator } from '../scheduling/index.ts'
import { type Call, isOver, type Outcome, outcomeOf, partiesOf, type Rank, stateOf } from './call.ts'
import { callEvents } from './call-events.ts'
import { firstKnowledge, mergeReport } from './call-merge.ts'
import { newMeters } from './call-meters.ts'
import { insertCall, lockCall, setOutcome, setReviewByRules, updateCall } from './call-repository.ts'
import { findFunctionCalls } from './function-call-repository.ts'
import type { NumberPlace } from './number-repository.ts'
import type { PluginNames } from './plugin-names.ts'
import { findFaults } from './review/find-faults.ts'
import { type CallStory, needsReview } from './review/finding.ts'

export interface CallLedgerParts {
  database: Database
  events: EventSink
  jobs: JobSink
  usage: UsageTracker
  bookings: BookingOrchestrator
  appointments: AppointmentService
  customers: CustomerService
  plugins: PluginNames
  clock: Clock
}

/** Milliseconds after its first sign of life at which a call without an end is asked for at the provider. */
const REPAIR_AFTER = 15 * 60_000

interface Told {
  place: NumberPlace
  report: CallReport
  rank: Rank
}

interface Step {
  before: Call | undefined
  call: Call
}

/**
 * One row per call, whatever is told of it, in whatever order and however often. What the end of a call brings about
 * (usage, outcome, released holds) happens in the transaction that ends it, and so exactly once; a report that tells
 * nothing new writes nothing.
 */
export class CallLedger {
  readonly #parts: CallLedgerParts

  constructor(parts: CallLedgerParts) {
    this.#parts = parts
  }

  async report(place: NumberPlace, report: CallReport, rank: Rank): Promise<Call> {
    // Looked up before the transaction, where a second connection would have to be waited for.
    if (isOver(stateOf(report, rank))) await this.#parts.plugins.of(place.connection)
    return this.#parts.database.inTenant(place.tenantId, async (tx) => {
      const step = await this.#learn(tx, { place, report, rank })
      const { before } = step
      if (step.call === before) return before
      const call = isOver(step.call.state) ? await this.#settle(tx, step) : step.call
      if (!before && !isOver(call.state)) await this.#watch(tx, call)
      await this.#parts.events.append(tx, callEvents(before, call, this.#parts.clock.now()))
      return call
    })
  }

  /** `call` is `before` itself where the report told nothing new. */
  async #learn(tx: Tx, told: Told): Promise<Step> {
    const { place, report } = told
    const key = { connectionId: place.connection.connectionId, providerCallId: report.callId }
    const known = await lockCall(tx, place.tenantId, key)
    if (known) return this.#update(tx, known, told)
    const call = await this.#first(told)
    if (await insertCall(tx, call, new Date(this.#parts.clock.now()))) return { before: undefined, call }
    // Another report of the same call was faster, and has been committed: the conflict waited for it.
    const theirs = await lockCall(tx, place.tenantId, key)
    if (!theirs) throw new Error('a call was neither inserted nor found')
    return this.#update(tx, theirs, told)
  }

  async #first({ place, report, rank }: Told): Promise<Call> {
    return {
      ...firstKnowledge(report, rank),
      ...place,
      id: newId(),
      providerCallId: report.callId,
      direction: report.direction,
      from: report.from,
      to: report.to,
      outcome: null,
      review: null,
      customerId: await this.#customerOf(place.tenantId, report),
      version: 1,
      createdAt: this.#parts.clock.now(),
    }
  }

  async #update(tx: Tx, before: Call, { report, rank }: Told): Promise<Step> {
    const learned = {
      ...before,
      ...mergeReport(before, report, rank),
      from: before.from ?? report.from,
      customerId: before.customerId ?? (await this.#customerOf(before.tenantId, report)),
    }
    if (isDeepStrictEqual(learned, before)) return { before, call: before }
    const call = { ...learned, version: before.version + 1 }
    await updateCall(tx, call, new Date(this.#parts.clock.now()))
    return { before, call }
  }

  async #customerOf(tenantId: string, report: CallReport): Promise<string | null> {
    const { theirs } = partiesOf(report)
    if (theirs === null) return null
    return (await this.#parts.customers.findByPhone(tenantId, theirs))?.id ?? null
  }

  /** A call whose end is never told must not stay open for ever. */
  #watch(tx: Tx, call: Call): Promise<void> {
    const job = {
      kind: 'call.repair',
      tenantId: call.tenantId,
      payload: { call_id: call.id },
      uniqueKey: call.id,
      runAt: this.#parts.clock.now() + REPAIR_AFTER,
    }
    return this.#parts.jobs.add(tx, [job])
  }

  async #settle(tx: Tx, { before, call }: Step): Promise<Call> {
    const { bookings } = this.#parts
    const { id, tenantId } = call
    if (!(before && isOver(before.state))) await bookings.releaseHolds(tenantId, `call:${id}`)
    await this.#meter(tx, { before, call })
    return this.#conclude(tx, call)
  }

  async #meter(tx: Tx, { before, call }: Step): Promise<void> {
    const { usage, plugins, clock } = this.#parts
    const meters = newMeters(before, call)
    if (meters.length === 0) return
    const plugin = await plugins.of(call.connection)
    for (const { meter, quantity } of meters) {
      await usage.record(tx, {
        tenantId: call.tenantId,
        eventId: `${plugin}:${call.providerCallId}:${meter}`,
        meter,
        quantity,
        occurredAt: call.facts.endedAt ?? clock.now(),
        source: { callId: call.id },
      })
    }
  }

  /** A function that was still at work when the end was told may prove an outcome later; a proven one stays. */
  async #conclude(tx: Tx, call: Call): Promise<Call> {
    const { tenantId, id } = call
    const functions = await findFunctionCalls(tx, tenantId, id)
    const appointments = await this.#parts.appointments.list(tenantId, { callId: id })
    const outcome = isProven(call.outcome) ? call.outcome : outcomeFrom(call, { functions, appointments })
    const concluded = { ...call, outcome }
    if (outcome !== call.outcome) await setOutcome(tx, tenantId, { id, outcome })
    const faults = findFaults({ ...concluded, functions, appointments }).filter(needsReview)
    await setReviewByRules(tx, tenantId, { id, reasons: faults.map(({ code }) => code) })
    await this.#communicate(tx, concluded)
    return concluded
  }

  async #communicate(tx: Tx, call: Call & { outcome: Outcome }): Promise<void> {
    if (call.customerId === null) return
    await this.#parts.customers.recordCommunication(tx, call.tenantId, {
      customerId: call.customerId,
      channel: 'call',
      direction: call.direction,
      callId: call.id,
      summary: call.outcome,
      occurredAt: call.facts.startedAt ?? call.createdAt,
    })
  }
}

function outcomeFrom(
  call: Call,
  { functions, appointments }: Pick<CallStory, 'functions' | 'appointments'>,
): Outcome {
  const booked = appointments.some(({ status }) => STANDING.has(status))
  return outcomeOf(call, { booked, answers: functions.map(({ status }) => status) })
}

const STANDING: ReadonlySet<string> = new Set(['pending', 'confirmed', 'completed', 'no_show'])

const UNPROVEN: ReadonlySet<Outcome> = new Set(['transferred', 'information', 'abandoned'])

const isProven = (outcome: Outcome | null): outcome is Outcome => outcome !== null && !UNPROVEN.has(outcome)
