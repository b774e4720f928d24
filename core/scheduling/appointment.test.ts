import { expect, test } from '@jest/globals'
import { type AppointmentAction, type AppointmentStatus, hasEnded, statusAfter } from './appointment.ts'

const ACTIONS: AppointmentAction[] = ['confirm', 'move', 'cancel', 'complete', 'mark_no_show', 'expire']
const STATUSES: AppointmentStatus[] = [
  'held',
  'pending',
  'confirmed',
  'completed',
  'no_show',
  'cancelled',
  'declined',
  'expired',
]

test('doing anything twice leads where doing it once led, so every request may be repeated', () => {
  for (const action of ACTIONS) {
    for (const status of STATUSES) {
      const after = statusAfter(action, status)
      if (after) expect([action, statusAfter(action, after)]).toEqual([action, after])
    }
  }
})

test('nothing leads back out of an end', () => {
  for (const action of ACTIONS) {
    for (const status of STATUSES.filter(hasEnded)) {
      const after = statusAfter(action, status)
      expect(after === null || after === status).toBe(true)
    }
  }
})

test('moving never changes whether an appointment is active', () => {
  for (const status of STATUSES) {
    const after = statusAfter('move', status)
    expect(after === null || after === status).toBe(true)
  }
  expect(statusAfter('move', 'confirmed')).toBe('confirmed')
})

test.each([
  ['complete', 'held'],
  ['complete', 'cancelled'],
  ['cancel', 'completed'],
  ['expire', 'confirmed'],
  ['mark_no_show', 'pending'],
] as const)('to %s what is %s is refused', (action, status) => {
  expect(statusAfter(action, status)).toBeNull()
})
