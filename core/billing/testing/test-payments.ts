import {
  type Payer,
  type PaymentMethod,
  type PaymentState,
  type RefundState,
  type RefundToMake,
  Refused,
  RetryLater,
} from '@askpro/plugin-sdk'
import type { BoundPayments } from '../../integrations/index.ts'
import { newId } from '../../platform/ids.ts'

const LIFE = 86_400_000

/** Stands for a payments provider that keeps cards: what it was asked, what it did, and what goes wrong with it. */
export class TestPayments {
  connectionId = newId()
  /** What invoices are collected with. */
  method: PaymentMethod | null = null
  /** Why the card is declined. */
  declines: string | undefined
  /** What became of the page that was opened last. */
  page: 'open' | 'done' | 'expired' = 'open'
  /** Thrown at the next call, before or after it did what was asked. */
  trouble: { before?: Error; after?: Error } = {}
  readonly collected: Array<{
    payer: Payer
    hubInvoiceId: string
    totalMinor: number
    dueAt?: string | undefined
  }> = []
  readonly withdrawn: string[] = []
  /** Of the invoice that is withdrawn next. */
  paidMeanwhile: number | undefined
  readonly refunds = new Map<string, RefundToMake>()
  readonly opened: string[] = []

  async payments(tenantId: string): Promise<BoundPayments> {
    return {
      ref: { tenantId, connectionId: this.connectionId },
      collect: (payer, { hubInvoiceId, totalMinor, dueAt }) =>
        this.#troubled(() => {
          this.collected.push({ payer, hubInvoiceId, totalMinor, dueAt })
          return this.#stateOf(hubInvoiceId, totalMinor)
        }),
      state: async (reference) => ({ state: 'open', reference }),
      withdraw: async (_payer, hubInvoiceId) => {
        this.withdrawn.push(hubInvoiceId)
        const reference = `in_${hubInvoiceId}`
        if (this.paidMeanwhile === undefined) return { state: 'failed', reference, why: 'void' }
        return { state: 'paid', reference, amountMinor: this.paidMeanwhile }
      },
      refund: (refund) => this.#troubled(() => this.#refund(refund)),
      methods: {
        open: (_payer, { hubSetupId }) =>
          this.#troubled(() => {
            this.opened.push(hubSetupId)
            this.page = 'open'
            const expiresAt = new Date(Date.UTC(2026, 11, 3, 12) + LIFE).toISOString()
            return { reference: `cs_${hubSetupId}`, url: `https://pay.example.com/${hubSetupId}`, expiresAt }
          }),
        settle: async () => this.page,
        read: async () => this.method,
      },
    }
  }

  #stateOf(hubInvoiceId: string, amountMinor: number): PaymentState {
    const reference = `in_${hubInvoiceId}`
    const page = `https://pay.example.com/${reference}`
    if (this.method === null) return { state: 'open', reference, page }
    if (this.declines !== undefined) return { state: 'failed', reference, page, why: this.declines }
    return { state: 'paid', reference, amountMinor }
  }

  #refund(refund: RefundToMake): RefundState {
    if (refund.payment === '') throw new Refused('none', 'There is no such payment.')
    this.refunds.set(refund.hubRefundId, refund)
    return { state: 'succeeded', reference: `re_${refund.hubRefundId}` }
  }

  async #troubled<T>(work: () => T): Promise<T> {
    const { before, after } = this.trouble
    this.trouble = {}
    if (before) throw before
    const done = work()
    if (after) throw after
    return done
  }
}

export const lostAnswer = (): RetryLater => new RetryLater('the answer was lost', { after: 1_000 })
