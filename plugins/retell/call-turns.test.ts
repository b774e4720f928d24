import { expect, test } from '@jest/globals'
import { turnsOf } from './call-turns.ts'

test('what was said and where functions were called, in order, with milliseconds from the start', () => {
  expect(
    turnsOf([
      { role: 'agent', content: 'Hello.', words: [{ start: 0.5, end: 1.02 }] },
      { role: 'tool_call_invocation', tool_call_id: 'tool_1', name: 'check_availability' },
      { role: 'tool_call_result', tool_call_id: 'tool_1', content: '{}' },
      { role: 'user', content: 'Good.', words: [] },
    ]),
  ).toEqual([
    { by: 'agent', text: 'Hello.', startMs: 500, endMs: 1_020 },
    { by: 'function', toolCallId: 'tool_1' },
    { by: 'caller', text: 'Good.' },
  ])
})

test('no conversation is undefined, and what is none of it is left out', () => {
  expect(turnsOf(undefined)).toBeUndefined()
  expect(turnsOf([null, 'x', { role: 'dtmf', digit: '1' }, { role: 'agent', content: 7 }])).toEqual([])
})
