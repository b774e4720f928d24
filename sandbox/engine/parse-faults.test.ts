import { describe, expect, test } from '@jest/globals'
import { parseFaults } from './parse-faults.ts'

test('one fault and a list of faults are both accepted', () => {
  const fault = { method: 'POST', path: '/v2/bookings', status: 429, retry_after: 2, times: 1 }
  expect(parseFaults(fault)).toEqual({ ok: true, faults: [fault] })
  expect(parseFaults([fault, { webhooks: { duplicate: true } }])).toEqual({
    ok: true,
    faults: [fault, { webhooks: { duplicate: true } }],
  })
})

describe('bad input is told in a sentence', () => {
  test.each([
    ['text', 'A fault is a JSON object, or a list of them.'],
    [{ slow: true }, 'Unknown field "slow".'],
    [{ latency_ms: -1 }, '"latency_ms" must be a number from 0'],
    [{ hang: false }, '"hang" must be true'],
    [{ status: 200 }, '"status" must be an HTTP error status'],
    [{ status: 500, times: 0 }, '"times" must be a whole number'],
    [{ hang: true, path: 'v2' }, '"path" must be a path that starts with /'],
    [{ hang: true, reset: true }, 'One fault has one outcome, not hang and reset'],
    [{ times: 3 }, 'A fault needs latency_ms or one of'],
    [{ webhooks: {} }, '"webhooks" must be an object with'],
    [{ webhooks: { lose: 1 } }, '"webhooks.lose" must be true'],
    [{ webhooks: { lose: true }, path: '/x' }, 'A webhooks fault takes only times beside it.'],
    [{ hang: true, retry_after: 1 }, 'retry_after and reason go with status.'],
  ])('%j', (input, problem) => {
    const parsed = parseFaults(input)
    expect(parsed.ok ? '' : parsed.problem).toContain(problem)
  })
})
