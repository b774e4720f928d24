import type { ProviderFact } from '@askpro/plugin-sdk'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/db/database.ts'
import type { JobHandler, JobOutcome, JobRun, NewJob } from '../../platform/jobs/job.ts'
import { outcomeOf } from '../outcome-of.ts'
import type { MissedEntry } from '../ports.ts'
import type { ProviderDirectory } from '../provider-directory.ts'
import type { FactRouter } from '../webhooks/fact-router.ts'
import { type CheckpointKey, type DriftReport, noteFound } from './checkpoint-repository.ts'

export interface EntryLookupParts {
  database: Database
  providers: Pick<ProviderDirectory, 'calendar'>
  facts: FactRouter
  clock: Clock
}

/** One for each entry that a comparison missed: what is not told may still stand there, so somebody looks first. */
export function lookJobs(
  { ref, sync, calendar }: CheckpointKey,
  missed: readonly MissedEntry[],
  { looked_for: wanted, compared_at }: DriftReport,
): NewJob[] {
  const chosen = new Set(wanted)
  return missed
    .filter(({ entryId }) => chosen.has(entryId))
    .map(({ entryId, reference, start }) => ({
      kind: 'entry.look',
      tenantId: ref.tenantId,
      payload: {
        connection_id: ref.connectionId,
        sync,
        calendar,
        compared_at,
        entry_id: entryId,
        reference,
        start,
      },
      uniqueKey: `${ref.connectionId}:${entryId}:${compared_at}`,
    }))
}

export const entryLookupJob = (parts: EntryLookupParts): JobHandler => ({
  kind: 'entry.look',
  maxAttempts: 20,
  concurrency: 2,
  run: (run) => look(parts, run),
})

/** An entry that is really gone was removed by the owner while nobody could tell: that is a fact like any other. */
async function look(
  { database, providers, facts, clock }: EntryLookupParts,
  { tenantId, payload }: JobRun,
): Promise<JobOutcome> {
  if (tenantId === null) return { is: 'cancel', why: 'an entry belongs to a connection' }
  const ref = { tenantId, connectionId: String(payload.connection_id) }
  const [calendar, entryId, start] = [payload.calendar, payload.entry_id, payload.start].map(String)
  if (calendar === undefined || entryId === undefined || start === undefined) throw new Error('a broken job')
  try {
    const found = await (await providers.calendar(ref, { background: true })).find({
      entryId,
      calendar,
      start,
    })
    const fact: ProviderFact = found
      ? { type: 'calendar.entry_moved', entryId, ...found }
      : { type: 'calendar.entry_cancelled', entryId, reference: String(payload.reference) }
    await facts.accept(ref, fact, clock.now())
    const is = found ? whereItStands(found.start, start) : 'missing_there'
    const key = { ref, sync: String(payload.sync), calendar }
    const comparedAt = String(payload.compared_at)
    await database.inTenant(tenantId, (tx) => noteFound(tx, key, { entryId, comparedAt, is }))
    return { is: 'done' }
  } catch (error) {
    return outcomeOf(error, clock.now())
  }
}

const whereItStands = (found: string, known: string): 'different' | null =>
  Date.parse(found) === Date.parse(known) ? null : 'different'
