import { problemOf } from '../../api/problem.ts'
import { useDeskWords } from '../../words/desk.ts'
import type { Alternative } from './desk-types.ts'

const KNOWN = [
  'slot_taken',
  'outside_hours',
  'too_soon',
  'too_far',
  'limit_reached',
  'held_until',
  'calendar_stale',
  'conflict',
  'reschedule_too_late',
  'cancel_too_late',
  'quota_reached',
] as const

/** Why the hub refused, in words. */
export function useRefusalWords(): (thrown: unknown) => string {
  const say = useDeskWords()
  return (thrown) => {
    const { code, detail, title } = problemOf(thrown)
    if (isFixedLength(thrown)) return say('refusal.fixed_length')
    const known = KNOWN.find((each) => each === code)
    return known ? say(`refusal.${known}`) : (detail ?? title)
  }
}

/** A service of several parts has no other length. */
const isFixedLength = (thrown: unknown): boolean =>
  problemOf(thrown).errors?.some(({ path }) => path === '/duration_minutes') ?? false

/** What can't be had, for a reason that there are words for; anything else went wrong. */
export const isRefusal = (thrown: unknown): boolean =>
  problemOf(thrown).status === 409 || isFixedLength(thrown)

/** The times that the hub offers instead. */
export function alternativesOf(thrown: unknown): Alternative[] {
  const { alternatives } = problemOf(thrown)
  return Array.isArray(alternatives) ? (alternatives as Alternative[]) : []
}
