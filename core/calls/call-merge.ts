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
    facts: { ...known.facts, ...Object.fromEntries(told.map((field) => [field, report[field]])) },
    fieldRanks: {
      ...known.fieldRanks,
      ...Object.fromEntries(told.map((field) => [field, rank])),
      ...(changesState ? { state: rank } : {}),
    },
  }
}

interface Told {
  report: CallReport
  rank: Rank
}

function isNews({ fieldRanks }: CallKnowledge, field: FactField, { report, rank }: Told): boolean {
  const toldBy = fieldRanks[field]
  return report[field] !== undefined && !(toldBy && isBelow(rank, toldBy))
}

/** Of two ways to be over the better report's counts; else the later state. */
function isBetterState({ state, fieldRanks }: CallKnowledge, told: CallState, rank: Rank): boolean {
  if (isOver(state) && isOver(told)) return !isBelow(rank, fieldRanks.state ?? 'seen')
  return isLater(told, state)
}
