import type { CalendarInfo } from '@askpro/plugin-sdk'
import { expect, test } from '@jest/globals'
import type { CatalogService } from './catalog-service.ts'
import { type MappingFacts, proposeMapping, unmatched } from './mapping-proposal.ts'
import { nameLikeness } from './name-likeness.ts'
import type { Resource } from './resource.ts'

const service = (
  id: string,
  name: string,
  minutes: number,
  more: Partial<CatalogService> = {},
): CatalogService => ({
  id,
  name,
  tenantId: 't',
  segments: [{ minutes, needs: ['staff'] }],
  bufferBefore: 0,
  bufferAfter: 0,
  bufferPolicy: 'max',
  grid: { policy: 'window', minutes: 15 },
  noticeMinutes: 0,
  horizonDays: 30,
  spokenNames: [],
  spoken: {},
  priceMinor: null,
  description: '',
  active: true,
  version: 1,
  ...more,
})

const ALL = ['women', 'men', 'colour', 'massage']
const person = (id: string, name: string, more: Partial<Resource> = {}): Resource => ({
  id,
  name,
  tenantId: 't',
  locationId: 'l',
  kind: 'staff',
  seats: 1,
  limits: {},
  skills: [],
  serviceIds: ALL,
  active: true,
  version: 1,
  ...more,
})

const eventType = (id: string, name: string, minutes: number[], owner = 'Lina Berg'): CalendarInfo => ({
  id,
  name,
  writable: true,
  minutes,
  owner,
})

const services = [
  service('women', 'Haarschnitt Damen', 45),
  service('men', 'Haarschnitt Herren', 30),
  service('colour', 'Färben', 75, {
    segments: [
      { minutes: 30, needs: ['staff'] },
      { minutes: 25, needs: [] },
      { minutes: 20, needs: ['staff'] },
    ],
  }),
  service('massage', 'Massage', 60, { durations: [{ minutes: 90, priceMinor: null }] }),
]
const salon = (calendars: CalendarInfo[], more: Partial<MappingFacts> = {}): MappingFacts => ({
  calendars,
  services,
  resources: [person('lina', 'Lina'), person('mehmet', 'Mehmet')],
  links: [],
  ...more,
})
const short = (facts: MappingFacts) =>
  proposeMapping(facts).map(({ calendar, link, confidence }) => [
    calendar.id,
    link?.serviceId ?? null,
    link?.resourceId ?? null,
    confidence,
  ])

test.each([
  ['Haarschnitt Damen', 'Damenhaarschnitt', 1],
  ['Haarschnitt Damen', "Women's haircut", 1],
  ['Haarschnitt Herren', 'Herren-Haarschnitt (30 min)', 1],
  ['Färben', 'Hair colour', 2 / 3],
  ['Färben', 'Farbtermin', 1],
  ['Massage', 'Masage', 0.9],
  ['Haarschnitt Herren', "Women's haircut", 0.5],
  ['Massage', '60min', 0],
  ['Massage', 'Termin', 0],
])('%s and %s are alike by %s', (one, other, likeness) => {
  expect(nameLikeness(one, other)).toBeCloseTo(likeness)
  expect(nameLikeness(other, one)).toBeCloseTo(likeness)
})

test('event types are matched by name in either language, and their owner by name', () => {
  const facts = salon([
    eventType('1', "Women's haircut", [45]),
    eventType('2', 'Herrenhaarschnitt', [30]),
    eventType('3', 'Massage', [60, 90]),
    eventType('4', 'Quarterly review', [50]),
  ])
  expect(short(facts)).toEqual([
    ['1', 'women', 'lina', 'high'],
    ['2', 'men', 'lina', 'high'],
    ['3', 'massage', 'lina', 'high'],
    ['4', null, null, 'none'],
  ])
  const [first] = proposeMapping(facts)
  expect(first).toMatchObject({
    link: { segment: null, reads: true, writes: true },
    because: ['same_name', 'same_length', 'named_after'],
    warnings: [],
  })
  const rest = unmatched(facts, proposeMapping(facts))
  expect([rest.services.map(({ id }) => id), rest.resources.map(({ id }) => id)]).toEqual([
    ['colour'],
    ['mehmet'],
  ])
})

test('a name that fits with another length is proposed with a warning, never as sure', () => {
  const [proposal] = proposeMapping(salon([eventType('1', 'Massage', [50])]))
  expect(proposal).toMatchObject({
    link: { serviceId: 'massage' },
    confidence: 'low',
    warnings: ['length_differs'],
  })
})

test('a name that says nothing is proposed by its length, where one service alone has it', () => {
  expect(short(salon([eventType('1', '45min', [45])]))).toEqual([['1', 'women', 'lina', 'low']])
  const twice = salon([eventType('1', '30min', [30])], {
    services: [...services, service('dry', 'Föhnen', 30)],
  })
  expect(short(twice)).toEqual([['1', null, null, 'none']])
})

test('a name that fits two services is not sure of either', () => {
  const [proposal] = proposeMapping(salon([eventType('1', 'Haarschnitt', [20])]))
  expect(proposal?.confidence).toBe('low')
})

test('each service is proposed once: the usual length has it', () => {
  const both = salon([eventType('90', 'Massage lang', [90]), eventType('60', 'Massage', [60])])
  expect(short(both)).toEqual([
    ['90', null, null, 'none'],
    ['60', 'massage', 'lina', 'high'],
  ])
})

test('event types of the parts of a service are its segments', () => {
  const proposals = proposeMapping(
    salon([eventType('1', 'Färben Teil 1', [30]), eventType('2', 'Colour (2/2)', [20])]),
  )
  expect(proposals.map(({ link, confidence }) => [link?.serviceId, link?.segment, confidence])).toEqual([
    ['colour', 1, 'high'],
    ['colour', 2, 'high'],
  ])
})

test('whoever stands in the name comes before the owner of the account; nobody is chosen of two', () => {
  const named = salon([eventType('1', 'Massage bei Mehmet', [60], 'Salon Sonnenschein')])
  expect(short(named)).toEqual([['1', 'massage', 'mehmet', 'high']])
  const unnamed = salon([eventType('1', 'Massage', [60], 'Salon Sonnenschein')])
  expect(proposeMapping(unnamed)).toMatchObject([
    { link: { resourceId: null, reads: false }, confidence: 'low', warnings: ['nobody_found'] },
  ])
  const able = [person('lina', 'Lina', { serviceIds: [] }), person('mehmet', 'Mehmet')]
  expect(short({ ...unnamed, resources: able })).toEqual([['1', 'massage', 'mehmet', 'high']])
})

test('calendars of people are matched by name, and those that may only be read are not written', () => {
  const calendars = [
    { id: 'lina@example.com', name: 'lina@example.com', writable: true },
    { id: 'm', name: 'Mehmet privat', writable: false },
    { id: 'holidays', name: 'Feiertage in Deutschland', writable: false },
    { id: 'r', name: 'Kabine', writable: true },
  ]
  const resources = [
    person('lina', 'Lina Berg'),
    person('mehmet', 'Mehmet'),
    person('cabin', 'Kabine', { kind: 'room' }),
  ]
  expect(proposeMapping(salon(calendars, { resources })).map(({ link }) => link)).toEqual([
    { serviceId: null, segment: null, resourceId: 'lina', reads: true, writes: true },
    { serviceId: null, segment: null, resourceId: 'mehmet', reads: true, writes: false },
    null,
    { serviceId: null, segment: null, resourceId: 'cabin', reads: true, writes: true },
  ])
})

test('the only calendar is that of the only person', () => {
  const only = salon([{ id: 'a', name: 'Kalender', writable: true }], { resources: [person('lina', 'Lina')] })
  expect(short(only)).toEqual([['a', null, 'lina', 'low']])
})

test('what is linked already is not proposed again, nor are its service and calendar', () => {
  const facts = salon([eventType('1', 'Massage', [60]), eventType('2', 'Massage kurz', [60])], {
    links: [{ calendar: '1', serviceId: 'massage', resourceId: 'lina' }],
  })
  expect(proposeMapping(facts)).toMatchObject([
    { linked: true, link: null },
    { linked: false, link: null },
  ])
})
