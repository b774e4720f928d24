import { expect, test } from '@jest/globals'
import { continueTrace, traceIdOf } from './trace-parent.ts'

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'

test('a well-formed header is continued in the same trace with a span of our own', () => {
  const own = continueTrace(`00-${TRACE}-00f067aa0ba902b7-00`)
  expect(own).toMatch(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-00$`))
  expect(own).not.toContain('00f067aa0ba902b7')
  expect(traceIdOf(own)).toBe(TRACE)
})

test('a later version is read by its first four fields', () => {
  expect(traceIdOf(continueTrace(`cc-${TRACE}-00f067aa0ba902b7-01-what-comes-next`))).toBe(TRACE)
})

test.each([
  undefined,
  '',
  'garbage',
  `ff-${TRACE}-00f067aa0ba902b7-01`,
  `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
  `00-${TRACE}-${'0'.repeat(16)}-01`,
  `00-${TRACE.toUpperCase()}-00f067aa0ba902b7-01`,
  `00-${TRACE}-00f067aa0ba902b7-01\r\nx: y`,
])('%p starts a new trace', (header) => {
  const own = continueTrace(header)
  expect(own).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/)
  expect(traceIdOf(own)).not.toBe(TRACE)
})
