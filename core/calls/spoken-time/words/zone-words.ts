import type { Entry } from './vocabulary.ts'

/** Zones that callers name. People say "PST" in summer too, so each is a place and no fixed offset. */
export const ZONE_WORDS: readonly Entry[] = [
  ['utc, gmt', { zone: 'UTC' }],
  ['cet, cest, mez, mesz', { zone: 'Europe/Berlin' }],
  ['bst', { zone: 'Europe/London' }],
  ['est, edt', { zone: 'America/New_York' }],
  ['cst, cdt', { zone: 'America/Chicago' }],
  ['mst, mdt', { zone: 'America/Denver' }],
  ['pst, pdt', { zone: 'America/Los_Angeles' }],
]
