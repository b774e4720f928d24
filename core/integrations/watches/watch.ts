/** Times in epoch milliseconds of the business clock. */
export interface StoredWatch {
  id: string
  /** The name in the manifest. */
  watch: string
  calendar: string | null
  /** Of the hook, when it was opened; null for those from before it was kept. */
  address: string | null
  state: 'opening' | 'open' | 'closing' | 'closed' | 'refused'
  /** Null while nobody knows whether the provider has heard the wish, and what it called it. */
  reference: Record<string, string> | null
  why: string | null
  openedAt: number
  expiresAt: number | null
  renewAt: number | null
  forgetAt: number | null
}

export interface WatchTarget {
  watch: string
  calendar: string | null
  /** Under which the provider reaches the hook now. */
  address: string
}

const MINUTE = 60_000
const DAY = 86_400_000

/** After this a wish whose answer never came counts as lost: the process that made it is gone. */
const LOST_AFTER = 2 * MINUTE
/** For messages that are still on their way; the provider may tell for its longest time of one nobody can close. */
const HEARD = { closed: 10 * MINUTE, lost: 8 * DAY }
const REFUSED_FOR = 6 * 3_600_000
/** For those that last until they are closed: somebody may have removed or changed them at the provider. */
const LOOKED_AT_EVERY = 3_600_000

export interface WatchSteps<Watch extends StoredWatch> {
  open: WatchTarget[]
  close: Watch[]
  forget: Watch[]
}

/** What has to be done so that each target has one open watch, that does not end soon, and nothing else has any. */
export function watchSteps<Watch extends StoredWatch>(
  wanted: readonly WatchTarget[],
  stored: readonly Watch[],
  now: number,
): WatchSteps<Watch> {
  const kept = wanted.map((target) => newest(stored.filter((one) => serves(one, target, now))))
  const replaced = (one: Watch) => {
    const at = wanted.findIndex((target) => isOf(one, target))
    // One that is due for renewal stays until its successor is open.
    return at < 0 || (kept[at] !== one && kept[at]?.state === 'open')
  }
  return {
    open: wanted.filter((_target, at) => kept[at] === undefined),
    close: stored.filter((one) => isCut(one, now) || (one.state === 'open' && replaced(one))),
    forget: stored.filter((one) => isOver(one, now)),
  }
}

export const forgetAt = ({ reference }: StoredWatch, now: number): number =>
  now + (reference === null ? HEARD.lost : HEARD.closed)

export const lookAgainAt = (now: number): number => now + LOOKED_AT_EVERY

/** Whether the provider is to be asked if it still stands. */
export const isDueForLook = ({ state, expiresAt, renewAt: at }: StoredWatch, now: number): boolean =>
  state === 'open' && expiresAt === null && at !== null && at <= now

export const tryAgainAt = (now: number): number => now + REFUSED_FOR

/** A day before its end, or earlier where it lasts for a few days only. */
export function renewAt(expiresAt: number | undefined, now: number): number | null {
  return expiresAt === undefined ? null : expiresAt - Math.min(DAY, (expiresAt - now) / 4)
}

const isOf = (one: StoredWatch, { watch, calendar }: Omit<WatchTarget, 'address'>): boolean =>
  one.watch === watch && one.calendar === calendar

/** One that was opened for an address that the hub has no more tells nobody, and a refusal was for that address. */
const leadsHere = (one: StoredWatch, { address }: WatchTarget): boolean =>
  one.address === null || one.address === address

function serves(one: StoredWatch, target: WatchTarget, now: number): boolean {
  if (!isOf(one, target) || !leadsHere(one, target)) return false
  if (one.state === 'opening') return now - one.openedAt < LOST_AFTER
  if (one.state === 'refused') return (one.renewAt ?? 0) > now
  return one.state === 'open' && (one.renewAt === null || one.renewAt > now)
}

/** Its closing did not succeed, or its opening was never heard of again. */
const isCut = ({ state, openedAt }: StoredWatch, now: number): boolean =>
  state === 'closing' || (state === 'opening' && now - openedAt >= LOST_AFTER)

function isOver({ state, forgetAt: at, renewAt: again }: StoredWatch, now: number): boolean {
  if (state === 'closed') return (at ?? 0) <= now
  return state === 'refused' && (again ?? 0) <= now
}

const newest = <Watch extends StoredWatch>(some: readonly Watch[]): Watch | undefined =>
  some.toSorted((a, b) => rank(b) - rank(a) || b.openedAt - a.openedAt)[0]

/** What is open counts more than what is being opened beside it. */
const rank = ({ state }: StoredWatch): number => (state === 'open' ? 1 : 0)
