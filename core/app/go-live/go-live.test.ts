import { expect, test } from '@jest/globals'
import { type GoLiveFacts, goLiveItems } from './go-live.ts'

const line = {
  id: 'n',
  number: '+49301',
  locationId: 'l',
  connectionId: 'c',
  connectionState: 'ready' as const,
  warnings: [],
  lastCallAt: new Date(0),
}
const READY: GoLiveFacts = {
  publicUrl: 'https://hub.example',
  locations: [{ id: 'l', name: 'Mitte', opens: true }],
  staff: [{ name: 'Lina', hasCalendar: true }],
  services: [{ name: 'Cut', able: true }],
  lines: [line],
}

const lacks = (change: Partial<GoLiveFacts>) =>
  goLiveItems({ ...READY, ...change })
    .filter(({ reason }) => reason !== null)
    .map(({ step, reason, about }) => [step, reason, ...about])

test('a client that has everything lacks nothing', () => {
  expect(lacks({})).toEqual([])
})

test.each<[string, Partial<GoLiveFacts>, string[][]]>([
  [
    'an address of this machine',
    { publicUrl: 'http://127.0.0.1:80' },
    [['public_address', 'only_this_machine', 'http://127.0.0.1:80']],
  ],
  ['no address', { publicUrl: '' }, [['public_address', 'only_this_machine']]],
  [
    'an address without TLS',
    { publicUrl: 'http://hub.example' },
    [['public_address', 'no_https', 'http://hub.example']],
  ],
  ['no location', { locations: [] }, [['opening_hours', 'no_location']]],
  [
    'a location that never opens',
    { locations: [{ id: 'l', name: 'Mitte', opens: false }] },
    [['opening_hours', 'no_opening_hours', 'Mitte']],
  ],
  ['nobody', { staff: [] }, [['staff', 'nobody']]],
  [
    'a service that nobody does',
    { services: [{ name: 'Cut', able: false }] },
    [['service', 'nobody_able', 'Cut']],
  ],
  ['no service', { services: [] }, [['service', 'no_service']]],
  [
    'no number',
    { lines: [] },
    [
      ['phone_number', 'no_number'],
      ['inbound_hook', 'no_number'],
      ['test_call', 'no_number'],
    ],
  ],
  [
    'a connection that is down',
    { lines: [{ ...line, connectionState: 'retrying' }] },
    [['inbound_hook', 'connection_not_ready', '+49301']],
  ],
  [
    'a provider without functions',
    { lines: [{ ...line, warnings: ['no_functions'] }] },
    [['inbound_hook', 'no_functions', '+49301']],
  ],
  [
    'a number that nobody has called',
    { lines: [{ ...line, lastCallAt: null }] },
    [['test_call', 'never_called', '+49301']],
  ],
  [
    'somebody without a calendar',
    { staff: [{ name: 'Lina', hasCalendar: false }] },
    [['calendar', 'no_calendar', 'Lina']],
  ],
])('%s is told where it is lacking', (_name, change, told) => {
  expect(lacks(change)).toEqual(told)
})

test('callers can be served without an outside calendar, and without nothing else', () => {
  expect(
    goLiveItems(READY)
      .filter(({ needed }) => !needed)
      .map(({ step }) => step),
  ).toEqual(['calendar'])
})
