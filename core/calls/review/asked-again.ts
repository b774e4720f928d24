import type { AskedFunction } from './finding.ts'

/** Whether a function that was not finished was asked for again, and answered then. */
export function askedAgain(functions: readonly AskedFunction[], pending: AskedFunction): boolean {
  const after = functions.slice(functions.indexOf(pending) + 1)
  return after.some(({ name, status }) => name === pending.name && status !== 'pending')
}
