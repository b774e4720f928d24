import { describe, expect, test } from '@jest/globals'
import { hear } from './hear.ts'
import { serviceIn } from './service-in.ts'

describe('what a line means', () => {
  test.each([
    ['Ich hätte gern einen Haarschnitt, morgen um halb drei, bitte.', 'time', 'morgen um halb drei'],
    ['Morgen um elf einen Herrenhaarschnitt bei Lina', 'time', 'Morgen um elf'],
    ['Geht es am Freitag um 14 Uhr?', 'time', 'am Freitag um 14 Uhr'],
    ["A ladies' haircut next Tuesday morning, please", 'time', 'next Tuesday morning'],
    ['Ich möchte übermorgen um zehn Uhr zum Färben kommen', 'time', 'übermorgen um zehn Uhr'],
    ['Ja, das passt.', 'yes', undefined],
    ['Den zweiten bitte', 'choice', undefined],
    ['Nein, danke.', 'no', undefined],
    ['Ich muss meinen Termin auf Freitag verschieben', 'move', 'Freitag verschieben'],
    ['Ich möchte absagen', 'cancel', undefined],
    ['Rufen Sie mich bitte morgen zurück', 'callback', 'morgen zurück'],
    ['Wann haben Sie geöffnet?', 'hours', undefined],
    ['Das war alles, auf Wiederhören', 'goodbye', undefined],
    ['Blubb', 'unclear', undefined],
  ])('%s', (line, intent, when) => {
    expect(hear(line, { name: false })).toMatchObject({ intent, when })
  })
})

test('a name is heard where it is given, and a bare one where it was asked for', () => {
  expect(hear('Mein Name ist Mia Schneider.', { name: false })).toMatchObject({ name: 'Mia Schneider' })
  expect(hear('Mia Schneider', { name: true })).toMatchObject({ intent: 'name', name: 'Mia Schneider' })
  expect(hear('Mia Schneider', { name: false })).toMatchObject({ intent: 'unclear', name: undefined })
  expect(hear('Ja', { name: true }).name).toBeUndefined()
})

test('the service most of whose words were said', () => {
  const names = ['Haarschnitt Damen', 'Haarschnitt Herren', 'Färben']
  expect(serviceIn('einen Haarschnitt für Herren', names)).toBe('Haarschnitt Herren')
  expect(serviceIn('ich will mir die Haare färben lassen', names)).toBe('Färben')
  expect(serviceIn('guten Tag', names)).toBeUndefined()
})
