import { describe, expect, test } from '@jest/globals'
import { voidInvoice } from './credit-note.ts'
import { balanceMinor, type DraftInvoice, type InvoiceChange, type IssuedInvoice } from './invoice.ts'
import { draftInvoice, finalizeInvoice, recordPayment, reviseDraft, writeOff } from './invoice-lifecycle.ts'
import { amountLine, type PriceLine } from './price-line.ts'
import { PricingCalculator } from './pricing-calculator.ts'

const period = { start: Date.UTC(2026, 3, 1), end: Date.UTC(2026, 4, 1) }
const finalizedAt = Date.UTC(2026, 4, 2)
const dueAt = Date.UTC(2026, 4, 16)

const linesFor = (fee: number): readonly PriceLine[] => {
  const plan = { currency: 'EUR', flat_fee_minor: fee, prices: [], tax_percent: '19' }
  return new PricingCalculator().quote({ plan, usage: [], period }).lines
}

const content = { id: 'inv', issuerId: 'agency', recipientId: 'client', currency: 'EUR', period }
const draft = (fee = 10_000): DraftInvoice => draftInvoice({ ...content, lines: linesFor(fee) })

const done = <Done>(change: InvoiceChange<Done>): Done => {
  if (change.ok) return change
  throw new Error(`refused: ${JSON.stringify(change.refusal)}`)
}
const parties = {
  seller: {
    name: 'Agentur Nord GmbH',
    line1: 'Hafenstr. 1',
    line2: null,
    postalCode: '20457',
    city: 'Hamburg',
    country: 'DE',
    email: null,
    vatId: 'DE123456789',
    taxNumber: null,
  },
  buyer: null,
}
const finalization = { number: '2026-000001', finalizedAt, dueAt, walletBalanceMinor: 0, parties }
const final = (walletBalanceMinor = 0): IssuedInvoice =>
  done(finalizeInvoice(draft(), { ...finalization, walletBalanceMinor })).invoice
const paid = (): IssuedInvoice => done(recordPayment(final(), { amountMinor: 11_900, paidAt: 5 })).invoice
const uncollectible = (): IssuedInvoice => done(writeOff(final(), 7)).invoice
const voided = (): IssuedInvoice =>
  done(voidInvoice(final(), { id: 'cn', number: '2026-000002', issuedAt: 9, reason: 'wrong address' }))
    .invoice

describe('a draft', () => {
  test('has the totals of its lines and no number', () => {
    expect(draft().totals).toEqual({
      subtotal_minor: 10_000,
      discount_minor: 0,
      tax_minor: 1900,
      total_minor: 11_900,
    })
    expect(draft()).not.toHaveProperty('number')
  })

  test('takes newly rated lines, and their totals with them', () => {
    expect(done(reviseDraft(draft(), linesFor(100))).invoice.totals.total_minor).toBe(119)
  })

  test('refuses a line that does not explain its own amount', () => {
    const [fee, ...rest] = linesFor(10_000)
    const tampered = fee ? [{ ...fee, amount_minor: 9_999 }, ...rest] : []
    expect(() => draftInvoice({ ...content, lines: tampered })).toThrow(/plan.fee/)
  })

  test('refuses tax that was not taken on the net of these lines', () => {
    const tax = linesFor(10_000).filter(({ kind }) => kind === 'tax')
    expect(() => draftInvoice({ ...content, lines: [...linesFor(10_000), ...tax] })).toThrow(/taxed once/)
    expect(() => draftInvoice({ ...content, lines: tax })).toThrow(/taxed once/)
  })
})

describe('finalization', () => {
  test('gives the number and leaves the content as it was', () => {
    const { totals, lines } = draft()
    expect(final()).toMatchObject({
      status: 'final',
      number: '2026-000001',
      finalizedAt,
      dueAt,
      totals,
      lines,
    })
  })

  test.each([
    [0, 0, 11_900, 'final'],
    [900, 900, 11_000, 'final'],
    [11_900, 11_900, 0, 'paid'],
    [50_000, 11_900, 0, 'paid'],
    [-300, 0, 11_900, 'final'],
  ])('with %i in the wallet takes %i, after tax, and leaves %i to pay', (balance, taken, due, status) => {
    const invoice = final(balance)
    expect([invoice.settlement.walletMinor, balanceMinor(invoice), invoice.status]).toEqual([
      taken,
      due,
      status,
    ])
    expect(invoice.totals.tax_minor).toBe(1900)
  })

  test('of nothing to pay is paid at once', () => {
    expect(done(finalizeInvoice(draft(0), finalization)).invoice).toMatchObject({
      status: 'paid',
      paidAt: finalizedAt,
    })
  })

  test('of a total below zero is refused before it uses a number', () => {
    const line = amountLine(
      { kind: 'already_billed', description_key: 'already_billed' },
      { amountMinor: 100, percent: '-100' },
      { currency: 'EUR', period },
    )
    const negative = draftInvoice({ ...content, lines: [line] })
    expect(finalizeInvoice(negative, finalization)).toEqual({
      ok: false,
      refusal: { code: 'negative_total', total_minor: -100 },
    })
  })
})

describe('payment', () => {
  test('in parts leaves the invoice open until the last one', () => {
    const first = done(recordPayment(final(), { amountMinor: 1900, paidAt: 1 })).invoice
    expect([first.status, balanceMinor(first)]).toEqual(['final', 10_000])
    const second = done(recordPayment(first, { amountMinor: 10_000, paidAt: 2 })).invoice
    expect(second).toMatchObject({ status: 'paid', paidAt: 2, settlement: { paidMinor: 11_900 } })
  })

  test('of more than is due is refused and says what is due', () => {
    expect(recordPayment(final(900), { amountMinor: 11_001, paidAt: 1 })).toEqual({
      ok: false,
      refusal: { code: 'exceeds_due', due_minor: 11_000 },
    })
  })

  test.each([0, -1, 0.5])('of %d is a programming error', (amountMinor) => {
    expect(() => recordPayment(final(), { amountMinor, paidAt: 1 })).toThrow(RangeError)
  })

  test('still reaches a written-off invoice, which keeps nothing of its old status', () => {
    const invoice = done(recordPayment(uncollectible(), { amountMinor: 11_900, paidAt: 8 })).invoice
    expect(invoice.status).toBe('paid')
    expect(invoice).not.toHaveProperty('writtenOffAt')
  })
})

describe('what may follow what', () => {
  const invoices = {
    draft: draft(),
    final: final(),
    paid: paid(),
    uncollectible: uncollectible(),
    void: voided(),
  }
  const changes = {
    revise: (invoice: DraftInvoice | IssuedInvoice) => reviseDraft(invoice, linesFor(1)),
    finalize: (invoice: DraftInvoice | IssuedInvoice) => finalizeInvoice(invoice, finalization),
    pay: (invoice: DraftInvoice | IssuedInvoice) => recordPayment(invoice, { amountMinor: 1, paidAt: 1 }),
    writeOff: (invoice: DraftInvoice | IssuedInvoice) => writeOff(invoice, 1),
    void: (invoice: DraftInvoice | IssuedInvoice) =>
      voidInvoice(invoice, { id: 'cn', number: '2026-000003', issuedAt: 1, reason: 'r' }),
  }
  const allowed = {
    draft: ['revise', 'finalize'],
    final: ['pay', 'writeOff', 'void'],
    paid: [],
    uncollectible: ['pay', 'void'],
    void: [],
  }

  test.each(['draft', 'final', 'paid', 'uncollectible', 'void'] as const)('from %s', (status) => {
    const invoice = invoices[status]
    expect(invoice.status).toBe(status)
    const results = Object.entries(changes).map(([name, change]) => ({ name, result: change(invoice) }))
    expect(results.filter(({ result }) => result.ok).map(({ name }) => name)).toEqual(allowed[status])
    for (const { result } of results) {
      if (!result.ok) expect(result.refusal).toMatchObject({ code: 'wrong_status', status })
    }
  })

  test('no change after finalization touches number, lines or totals', () => {
    const { number, lines, totals } = final()
    for (const invoice of [paid(), uncollectible(), voided()])
      expect(invoice).toMatchObject({ number, lines, totals })
  })
})
