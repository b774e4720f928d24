/** What one check found. Only `fail` makes the doctor's exit code 1; a warning is something to look at in time. */
export interface Verdict {
  level: 'ok' | 'warn' | 'fail' | 'skipped'
  says: string
  /** What to do about it. */
  todo?: string
}

/** A verdict, and the check that gave it. */
export interface Finding extends Verdict {
  check: string
}

export const ok = (says: string): Verdict => ({ level: 'ok', says })
export const warn = (says: string, todo: string): Verdict => ({ level: 'warn', says, todo })
export const fail = (says: string, todo: string): Verdict => ({ level: 'fail', says, todo })
export const skipped = (says: string): Verdict => ({ level: 'skipped', says })

/** Thrown by what a check stands on when that is not there: the check is skipped, another one tells why. */
export class NotThere extends Error {}
