export { type DayPart, searchedMinutes } from './resolve/day-part.ts'
export { resolveRelativeShift } from './resolve-relative-shift.ts'
export { resolveSpokenLength } from './resolve-spoken-length.ts'
export { resolveSpokenTime } from './resolve-spoken-time.ts'
export type {
  AskReason,
  DailyMinutes,
  SpokenCandidate,
  SpokenLanguage,
  SpokenTime,
  SpokenTimeRequest,
} from './spoken-time.ts'
