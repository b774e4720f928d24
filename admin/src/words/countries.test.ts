import { expect, test } from '@jest/globals'
import { countriesIn, countryName } from './countries.ts'

test('all countries of ISO 3166-1, each once, by their names in the reader’s language', () => {
  const german = countriesIn('de')
  expect(german).toHaveLength(249)
  expect(new Set(german.map(({ name }) => name)).size).toBe(249)
  const place = (name: string) => german.findIndex((country) => country.name === name)
  expect(german[place('Österreich')]).toEqual({ code: 'AT', name: 'Österreich' })
  expect(place('Norwegen')).toBeLessThan(place('Österreich'))
  expect(place('Österreich')).toBeLessThan(place('Pakistan'))
  expect(countriesIn('en').find(({ code }) => code === 'DE')?.name).toBe('Germany')
})

test('a code that nobody knows stays what it is', () => {
  expect([countryName('CH', 'de'), countryName('QQ', 'de')]).toEqual(['Schweiz', 'QQ'])
})
