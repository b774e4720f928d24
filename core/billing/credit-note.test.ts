import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type Credited, creditInvoice, negatedLines, voidInvoice } from './credit-note.ts'
import { balanceMinor, type Invoice, type InvoiceChange, type IssuedInvoice } from './invoice.ts'
import { draftInvoice, finalizeInvoice, recordPayment } from './invoice-lifecycle.ts'
import { netOf, totalsOf } from './invoice-totals.ts'
import { lineAmount, type PriceLine } from './price-line.ts'
import { PricingCalculator } from './pricing-calculator.ts'

const period = { start: 0, end: 86_400_000 }
const linesOf = (net: number, tax_percent: string): readonly PriceLine[] =>
  new PricingCalculator().quote({
    plan: {
      currency: 'EUR',
      prices: [{ model: 'flat', amount_minor: net, description_key: 'number', discount_percent: '0.5' }],
      tax_percent,
    },
    usage: [],
    period,
  }).lines

const issued = (lines: readonly PriceLine[], walletBalanceMinor = 0): IssuedInvoice => {
  const draft = draftInvoice({ id: 'inv', issuerId: 'a', recipientId: 'c', currency: 'EUR', period, lines })
  const change = finalizeInvoice(draft, {
    number: '2026-000001',
    finalizedAt: 1,
    dueAt: 2,
    walletBalanceMinor,
    parties: { seller: null, buyer: null },
  })
  if (!change.ok) throw new Error('refused')
  return change.invoice
}
const pay = (invoice: Invoice, amountMinor: number): IssuedInvoice => {
  const change = recordPayment(invoice, { amountMinor, paidAt: 3 })
  if (!change.ok) throw new Error('refused')
  return change.invoice
}
const request = { id: 'cn', number: '2026-000002', issuedAt: 4, reason: 'double billed' }
const done = (change: InvoiceChange<Credited>): Credited => {
  if (!change.ok) throw new Error(JSON.stringify(change.refusal))
  return change
}

describe('a void', () => {
  test('takes back every line, so that invoice and credit note add up to nothing', () => {
    const invoice = issued(linesOf(10_001, '19'))
    const { invoice: after, creditNote, returnMinor } = done(voidInvoice(invoice, request))
    expect(after).toMatchObject({ status: 'void', voidedAt: 4, creditNoteId: 'cn', number: '2026-000001' })
    expect(creditNote).toMatchObject({ invoiceId: 'inv', number: '2026-000002', reason: 'double billed' })
    expect(creditNote.lines).toHaveLength(invoice.lines.length)
    expect(totalsOf([...invoice.lines, ...creditNote.lines])).toEqual({
      subtotal_minor: 0,
      discount_minor: 0,
      tax_minor: 0,
      total_minor: 0,
    })
    expect([balanceMinor(after), returnMinor]).toEqual([0, 0])
  })

  test('gives wallet credit and part payments back, once', () => {
    const invoice = pay(issued(linesOf(10_000, '19'), 700), 300)
    const { invoice: after, returnMinor } = done(voidInvoice(invoice, request))
    expect([after.status, returnMinor]).toEqual(['void', 1000])
    expect(creditInvoice(after, request)).toMatchObject({ ok: false, refusal: { code: 'wrong_status' } })
  })

  test('after a partial credit takes back the rest', () => {
    const invoice = issued(linesOf(10_000, '19'))
    const partly = done(creditInvoice(invoice, { ...request, netMinor: 3333 })).invoice
    expect([partly.status, balanceMinor(partly)]).toEqual(['final', 11_841 - 3333 - 633])
    const { invoice: after, creditNote } = done(voidInvoice(partly, request))
    expect([after.status, balanceMinor(after)]).toEqual(['void', 0])
    expect(creditNote.totals.total_minor).toBe(-(11_841 - 3333 - 633))
  })
})

describe('a credit', () => {
  test('of a paid invoice leaves it paid and gives the money back', () => {
    const invoice = pay(issued(linesOf(10_000, '19')), 11_841)
    const { invoice: after, creditNote, returnMinor } = done(creditInvoice(invoice, request))
    expect([after.status, creditNote.totals.total_minor, returnMinor]).toEqual(['paid', -11_841, 11_841])
    expect(creditInvoice(after, request)).toEqual({
      ok: false,
      refusal: { code: 'exceeds_creditable', creditable_net_minor: 0 },
    })
  })

  test('of a paid invoice in two parts gives each part back once', () => {
    const invoice = pay(issued(linesOf(10_000, '0')), 9950)
    const first = done(creditInvoice(invoice, { ...request, netMinor: 3000 }))
    const second = done(creditInvoice(first.invoice, { ...request, netMinor: 5000 }))
    expect([first.returnMinor, second.returnMinor]).toEqual([3000, 5000])
  })

  test('that leaves nothing to pay of a part-paid invoice makes it paid', () => {
    const invoice = pay(issued(linesOf(10_000, '0')), 9000)
    const { invoice: after, returnMinor } = done(creditInvoice(invoice, { ...request, netMinor: 1000 }))
    expect([after.status, returnMinor]).toEqual(['paid', 50])
  })

  test('of more than was billed is refused and says what is left', () => {
    const invoice = issued(linesOf(10_000, '19'))
    expect(creditInvoice(invoice, { ...request, netMinor: 9951 })).toEqual({
      ok: false,
      refusal: { code: 'exceeds_creditable', creditable_net_minor: 9950 },
    })
  })

  test.each([0, -5, 1.5])('of %d is a programming error', (netMinor) => {
    expect(() => creditInvoice(issued(linesOf(10_000, '19')), { ...request, netMinor })).toThrow(RangeError)
  })

  test('shows the tax rate it takes back', () => {
    const { creditNote } = done(creditInvoice(issued(linesOf(10_000, '19')), { ...request, netMinor: 100 }))
    expect(creditNote.lines.map(({ kind, amount_minor, basis }) => [kind, amount_minor, basis])).toEqual([
      ['credit', -100, undefined],
      ['tax', -19, { kind: 'percent', percent: '19' }],
    ])
  })
})

describe('for any invoice', () => {
  const net = fc.integer({ min: 200, max: 1_000_000 })
  const percent = fc.constantFrom('0', '7', '8.1', '19', '25.5')

  test('its negated lines come to the opposite, each by its own figures', () => {
    fc.assert(
      fc.property(net, percent, (amount, tax) => {
        const lines = linesOf(amount, tax)
        for (const line of negatedLines(lines)) expect(lineAmount(line, 'EUR')).toBe(line.amount_minor)
        expect(totalsOf([...lines, ...negatedLines(lines)]).total_minor).toBe(0)
      }),
    )
  })

  /** Credits `part` (0 to 1) of what is left, unless that is nothing or all of it. */
  const creditPart = (invoice: IssuedInvoice, part: number): Credited | undefined => {
    const left = netOf(invoice.lines) - invoice.settlement.creditedNetMinor
    const netMinor = Math.floor(left * part)
    return netMinor === 0 || netMinor === left
      ? undefined
      : done(creditInvoice(invoice, { ...request, netMinor }))
  }

  test('partial credits in any portions add up to exactly the net and the tax', () => {
    const portions = fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { maxLength: 6 })
    fc.assert(
      fc.property(net, percent, portions, (amount, tax, parts) => {
        let invoice = issued(linesOf(amount, tax))
        const credited: PriceLine[] = []
        for (const part of parts) {
          const step = creditPart(invoice, part)
          credited.push(...(step?.creditNote.lines ?? []))
          invoice = step?.invoice ?? invoice
        }
        const last = done(voidInvoice(invoice, request))
        credited.push(...last.creditNote.lines)
        for (const line of credited) expect(lineAmount(line, 'EUR')).toBe(line.amount_minor)
        const { total_minor, tax_minor } = totalsOf(credited)
        expect([total_minor, tax_minor]).toEqual([-invoice.totals.total_minor, 0 - invoice.totals.tax_minor])
        expect([last.invoice.status, balanceMinor(last.invoice)]).toEqual(['void', 0])
      }),
    )
  })
})
