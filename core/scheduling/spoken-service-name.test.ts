import { expect, test } from '@jest/globals'
import { type CatalogService, nameIn } from './catalog-service.ts'
import { matchSpokenName } from './spoken-service-name.ts'
import { CUT } from './testing/sample-request.ts'

const service = (name: string, ...spokenNames: string[]): CatalogService => ({
  ...CUT,
  id: name,
  tenantId: 'salon',
  name,
  spokenNames,
  spoken: {},
  priceMinor: null,
  description: '',
  active: true,
  version: 1,
})

const SERVICES = [
  service('Damenhaarschnitt', 'Haare schneiden für Frauen'),
  service('Herrenhaarschnitt', "men's haircut"),
  service('Färben', 'Farbe', 'colouring'),
  service('Waschen, Schneiden, Föhnen'),
  service('Föhnen'),
  service('Dauerwelle', 'perm'),
]

function heard(text: string): string[] {
  const match = matchSpokenName(SERVICES, text)
  if (match.is === 'none') return []
  return match.is === 'one' ? [match.service.name] : match.services.map(({ name }) => name)
}

test.each([
  ['Damenhaarschnitt', 'Damenhaarschnitt'],
  ['damen haarschnitt', 'Damenhaarschnitt'],
  ['Ich hätte gern einen Herrenhaarschnitt bitte', 'Herrenhaarschnitt'],
  ['faerben', 'Färben'],
  ['FÄRBEN!', 'Färben'],
  ['eine neue Farbe', 'Färben'],
  ["a men's haircut please", 'Herrenhaarschnitt'],
  ['waschen schneiden föhnen', 'Waschen, Schneiden, Föhnen'],
  ['nur föhnen', 'Föhnen'],
  ['Dauerwele', 'Dauerwelle'],
  ['einen Perm', 'Dauerwelle'],
])('%j means %s', (text, name) => expect(heard(text)).toEqual([name]))

test('what may mean two services is asked back, never guessed', () => {
  expect(heard('Haarschnitt')).toEqual(['Damenhaarschnitt', 'Herrenhaarschnitt'])
  expect(heard('Föhnen oder Färben')).toEqual(['Färben', 'Föhnen'])
})

test('what callers say in any of their languages means the service', () => {
  const wave = { ...service('Dauerwelle'), spoken: { de: ['Locken'], en: ['curls', 'wave'] } }
  for (const text of ['Locken bitte', 'some curls', 'a wave', 'Dauerwelle'])
    expect(matchSpokenName([...SERVICES.slice(0, 4), wave], text)).toMatchObject({ is: 'one', service: wave })
})

test('it is called what its language calls it first, else its name', () => {
  const wave = { name: 'Dauerwelle', spoken: { en: ['perm', 'wave'] } }
  expect([nameIn(wave, 'en'), nameIn(wave, 'de')]).toEqual(['perm', 'Dauerwelle'])
})

test.each(['', '???', 'Massage', 'ja', 'den'])('%j means none of them', (text) =>
  expect(heard(text)).toEqual([]),
)
