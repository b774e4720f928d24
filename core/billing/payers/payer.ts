import type { PaymentMethod } from '@askpro/plugin-sdk'

/** A tenant as its issuer collects from it. */
export interface Payer {
  readonly id: string
  readonly issuerId: string
  readonly recipientId: string
  /** Where its invoices are sent to. */
  readonly email: string | null
  /** What its invoices are collected with. */
  readonly method: PaymentMethod | null
  /** Why the last collection with this method failed. */
  readonly failure: string | null
  readonly checkedAt: Date | null
  readonly version: number
}

export type PayerState = 'none' | 'ready' | 'expiring' | 'failed'

export type SetupState = 'opening' | 'open' | 'done' | 'expired'

/** A page on which the payer gives a means of payment. */
export interface MethodSetup {
  readonly id: string
  readonly issuerId: string
  readonly recipientId: string
  readonly connectionId: string
  readonly state: SetupState
  readonly returnUrl: string
  /** The provider's; null until it has answered. */
  readonly reference: string | null
  readonly url: string | null
  readonly expiresAt: Date | null
}

/** Milliseconds before the end of a card from which another one is asked for: at least one more invoice. */
const NOTICE = 45 * 86_400_000

/** Epoch milliseconds at which a card is of no use any more: the end, in UTC, of its last month. */
const endOf = (expires: string): number => {
  const [year = 0, month = 0] = expires.split('-').map(Number)
  return Date.UTC(year, month, 1)
}

/** Follows from the clock, so nothing has to be told when a card grows old. */
export const payerState = (
  { method, failure }: Pick<Payer, 'method' | 'failure'>,
  now: number,
): PayerState => {
  if (method === null) return 'none'
  const end = method.expires === null ? Infinity : endOf(method.expires)
  if (failure !== null || end <= now) return 'failed'
  return end - now <= NOTICE ? 'expiring' : 'ready'
}

/** A page that can still be used, as far as the clock tells. */
export const isLive = ({ state, expiresAt }: MethodSetup, now: number): boolean =>
  state === 'opening' || (state === 'open' && (expiresAt === null || expiresAt.getTime() > now))
