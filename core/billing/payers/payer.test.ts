import { expect, test } from '@jest/globals'
import { payerState } from './payer.ts'

const card = (expires: string | null) => ({ reference: 'pm_1', brand: 'visa', last4: '4242', expires })
const at = (text: string) => Date.parse(text)

test.each([
  ['nothing was given', null, null, '2026-12-01T00:00:00Z', 'none'],
  ['a card is good for years', '2030-01', null, '2026-12-01T00:00:00Z', 'ready'],
  ['an account does not end', '', null, '2026-12-01T00:00:00Z', 'ready'],
  ['46 days are left', '2027-01', null, '2026-12-17T00:00:00Z', 'ready'],
  ['45 days are left', '2027-01', null, '2026-12-18T00:00:00Z', 'expiring'],
  ['a card is good to the end of its last month', '2027-01', null, '2027-01-31T23:59:59Z', 'expiring'],
  ['its last month is over', '2027-01', null, '2027-02-01T00:00:00Z', 'failed'],
  ['December is the last month', '2026-12', null, '2027-01-01T00:00:00Z', 'failed'],
  ['it was declined', '2030-01', 'Your card was declined.', '2026-12-01T00:00:00Z', 'failed'],
])('%s', (_name, expires, failure, now, state) => {
  const method = expires === null ? null : card(expires === '' ? null : expires)
  expect(payerState({ method, failure }, at(now))).toBe(state)
})
