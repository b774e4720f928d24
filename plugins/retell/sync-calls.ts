import type { ProviderFact, SyncHandler, SyncRun } from '@askpro/plugin-sdk'
import type Retell from 'retell-sdk'
import type { CallListParams } from 'retell-sdk/resources/call'
import { asCallReport, type RetellCall } from './call-mapping.ts'
import { calling, isMissing, retellApi } from './retell-api.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** A call is read once: by then it has been analysed, and its webhooks have come or will not come any more. */
const SETTLED = 10 * MINUTE
/** Milliseconds back at first, and when somebody asks for a comparison. */
const BACK = 24 * HOUR
/** Milliseconds of calls between two checkpoints, so that the calls of a long outage are not begun anew each time. */
const SLICE = HOUR
const PAGE = 50

/**
 * Calls of which every webhook was lost, since the hub could not be reached: those would never be known, nor metered. The
 * others are told once more, which changes nothing. The checkpoint is the time until which ends of calls have been told.
 */
export const calls: SyncHandler = {
  async run(ctx, sync) {
    const client = await retellApi(ctx)
    const settled = ctx.now() - SETTLED
    const known = Date.parse(sync.checkpoint ?? '')
    const isComparison = Number.isNaN(known)
    for (
      let from = isComparison ? settled - BACK : known;
      from < settled && !sync.signal.aborted;
      from += SLICE
    ) {
      const until = Math.min(from + SLICE, settled)
      await tellSlice(client, sync, { from, until, reset: isComparison && until === settled })
    }
  },
}

interface Slice {
  from: number
  until: number
  /** A comparison ends with it. */
  reset: boolean
}

async function tellSlice(client: Retell, sync: SyncRun, slice: Slice): Promise<void> {
  for await (const { ids, isLast } of pagesOf(client, slice)) {
    const facts: ProviderFact[] = []
    for (const id of ids) {
      if (sync.signal.aborted) return
      facts.push(...(await factsOf(client, id)))
    }
    await sync.save({ ...progress(slice, isLast), busy: [], freed: [], facts })
  }
}

function progress({ from, until, reset }: Slice, isLast: boolean): { checkpoint: string; reset?: boolean } {
  const checkpoint = new Date(isLast ? until : from).toISOString()
  return isLast && reset ? { checkpoint, reset } : { checkpoint }
}

/** One from a browser has no number by which the hub could tell whom it is for. */
async function* pagesOf(
  client: Retell,
  { from, until }: Slice,
): AsyncGenerator<{ ids: string[]; isLast: boolean }> {
  const query: CallListParams = {
    filter_criteria: {
      call_type: { type: 'enum', op: 'in', value: ['phone_call'] },
      end_timestamp: { type: 'range', op: 'bt', value: [from, until] },
    },
    sort_order: 'ascending',
    limit: PAGE,
  }
  let pagination_key: string | undefined
  do {
    const page = await calling(() =>
      client.call.list({ ...query, ...(pagination_key ? { pagination_key } : {}) }),
    )
    pagination_key = page.has_more ? page.pagination_key : undefined
    yield {
      ids: (page.items ?? []).map(({ call_id }) => call_id),
      isLast: pagination_key === undefined,
    }
  } while (pagination_key !== undefined)
}

/** The list leaves out what was said. Nothing is told of a call that was deleted meanwhile. */
async function factsOf(client: Retell, id: string): Promise<ProviderFact[]> {
  try {
    const call = (await calling(() => client.call.retrieve(id))) as RetellCall
    return [{ type: 'call', rank: call.call_analysis ? 'analysed' : 'ended', call: asCallReport(call) }]
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}
