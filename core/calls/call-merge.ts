import type { CallReport } from '@askpro/plugin-sdk'
import {
  type CallKnowledge,
  type CallState,
  FACT_FIELDS,
  type FactField,
  isBelow,
  isLater,
  isOver,
  type Rank,
  stateOf,
} from './call.ts'

/** What is known after the first report. */
export function firstKnowledge(report: CallReport, rank: Rank): CallKnowledge {
  const state = stateOf(report, rank)
  return mergeReport({ state, rank, facts: {}, fieldRanks: { state: rank } }, report, rank)
}

/** What is known after one more: the same in whatever order and however often reports come. */
export function mergeReport(known: CallKnowledge, report: CallReport, rank: Rank): CallKnowledge {
  const told = FACT_FIELDS.filter((field) => isNews(known, field, { report, rank }))
  const changesState = isBetterState(known, stateOf(report, rank), rank)
  return {
    state: changesState ? stateOf(report, rank) : known.state,
    rank: isBelow(known.rank, rank) ? rank : known.rank,
    facts: {
      ...known.facts,
      ...Object.fromEntries(told.map((field) => [field, newFact(known, report, field)])),
    },
    fieldRanks: {
      ...known.fieldRanks,
      ...Object.fromEntries(told.filter(isRanked).map((field) => [field, rank])),
      ...(changesState ? { state: rank } : {}),
    },
  }
}

interface Told {
  report: CallReport
  rank: Rank
}

/** Of a transfer the furthest state that was told, and whoever it goes to, whichever event said so. */
function newFact({ facts }: CallKnowledge, report: CallReport, field: FactField): unknown {
  const { transfer } = report
  if (field !== 'transfer' || !transfer) return report[field]
  const { transfer: before } = facts
  const state =
    before && TRANSFER_ORDER[before.state] > TRANSFER_ORDER[transfer.state] ? before.state : transfer.state
  return { state, to: before?.to ?? transfer.to }
}

/** A transfer goes on after the agent's part of the call has ended, so its own order counts and not the ranks. */
const TRANSFER_ORDER = { started: 0, cancelled: 1, bridged: 2, ended: 3 } as const

const isRanked = (field: FactField): boolean => field !== 'transfer'

function isNews(known: CallKnowledge, field: FactField, { report, rank }: Told): boolean {
  if (!isRanked(field)) return isLaterTransfer(known.facts.transfer, report.transfer)
  const { fieldRanks } = known
  const toldBy = fieldRanks[field]
  return report[field] !== undefined && !(toldBy && isBelow(rank, toldBy))
}

function isLaterTransfer(known: CallReport['transfer'], told: CallReport['transfer']): boolean {
  if (!told || !known) return told !== undefined
  const further = TRANSFER_ORDER[told.state] - TRANSFER_ORDER[known.state]
  return further > 0 || (known.to === null && told.to !== null)
}

/** Of two ways to be over the better report's counts; else the later state. */
function isBetterState({ state, fieldRanks }: CallKnowledge, told: CallState, rank: Rank): boolean {
  if (isOver(state) && isOver(told)) return !isBelow(rank, fieldRanks.state ?? 'seen')
  return isLater(told, state)
}
