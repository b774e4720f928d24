/** Milliseconds of real time. A session ends that long after it was last used, and that long after sign-in. */
export const IDLE_LIMIT = 12 * 3_600_000
export const ABSOLUTE_LIMIT = 7 * 86_400_000
/** It is noted no more often that a session was used. */
export const SEEN_EVERY = 60_000

export interface Session {
  id: string
  userId: string
  browser: string | null
  createdAt: Date
  lastSeenAt: Date
  expiresAt: Date
}

export const isOver = ({ lastSeenAt, expiresAt }: Session, now: number): boolean =>
  now >= expiresAt.getTime() || now - lastSeenAt.getTime() >= IDLE_LIMIT

/** The first that fits names it: each also says that it is some of those after it. */
const BROWSERS: ReadonlyArray<readonly [RegExp, string]> = [
  [/\bEdg/, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bChrome\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]
const SYSTEMS: ReadonlyArray<readonly [RegExp, string]> = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
]

/** `Firefox, Windows`: enough to know one's own again. Null where nothing is known. */
export function browserIn(userAgent: string | undefined): string | null {
  const find = (names: typeof BROWSERS) => names.find(([shape]) => shape.test(userAgent ?? ''))?.[1]
  return [find(BROWSERS), find(SYSTEMS)].filter(Boolean).join(', ') || null
}
