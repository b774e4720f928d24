import { expect, test } from '@jest/globals'
import { SchemaCompiler } from '../platform/http/schema-compiler.ts'
import { findSlots } from './availability.ts'
import { presentPreview, previewReply, previewRequest, previewSchema } from './availability-preview.ts'

const body = {
  now: '2027-03-01T07:00:00+01:00',
  from: '2027-03-01T00:00:00+01:00',
  to: '2027-03-02T00:00:00+01:00',
  location: { zone: 'Europe/Berlin', weekly: { monday: [{ start: '09:00', end: '12:00' }] } },
  service: {
    segments: [{ minutes: 60, needs: ['staff' as const] }],
    grid: { policy: 'window' as const, minutes: 60 },
  },
  resources: [
    {
      id: 'anna',
      kind: 'staff' as const,
      busy: [{ start: '2027-03-01T10:10:30+01:00', end: '2027-03-01T10:20:00+01:00' }],
    },
  ],
}

const preview = (request: typeof body) => {
  const asked = previewRequest(request)
  return presentPreview(asked, findSlots(asked))
}

test('the whole question stands in the body, and the answer is in the location’s time', () => {
  const answer = preview(body)
  expect(answer.slots).toEqual([
    { start: '2027-03-01T09:00:00+01:00', end: '2027-03-01T10:00:00+01:00', resource_ids: ['anna'] },
    { start: '2027-03-01T11:00:00+01:00', end: '2027-03-01T12:00:00+01:00', resource_ids: ['anna'] },
  ])
  expect(answer.valid_until).toBe('2027-03-01T09:00:00+01:00')
})

test('body and answer are what the API describes', () => {
  const check = (schema: Parameters<SchemaCompiler['body']>[0], value: unknown) =>
    new SchemaCompiler().body(schema)(structuredClone(value))
  check(previewSchema, body)
  check(previewReply, preview(body))
  expect(() => check(previewSchema, { ...body, more: 1 })).toThrow(
    expect.objectContaining({ code: 'invalid' }),
  )
})

test.each([
  ['from behind to', { ...body, from: body.to }],
  ['an unknown zone', { ...body, location: { ...body.location, zone: 'Europe/Bern' } }],
  ['a date no calendar has', { ...body, location: { ...body.location, holidays: ['2027-02-30'] } }],
  ['a service of nothing but waiting', { ...body, service: { segments: [{ minutes: 60, needs: [] }] } }],
])('%s is refused', (_, wrong) => {
  expect(() => previewRequest(wrong as typeof body)).toThrow(expect.objectContaining({ code: 'invalid' }))
})
