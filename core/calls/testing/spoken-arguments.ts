import fc from 'fast-check'
import { anyCharacter } from '../../platform/testing/any-character.ts'

type Language = 'de' | 'en'

/** What callers say for a time: mostly sense, some of it contested, past or none. */
const CLEAR: Record<Language, readonly string[]> = {
  de: [
    'morgen um 9',
    'morgen um halb zehn',
    'morgen um 9:15',
    'Freitag um 15 Uhr',
    'übermorgen um drei',
    'auf 15 Uhr',
    'eine halbe Stunde später',
    '2026-11-26 10:00',
  ],
  en: [
    'tomorrow at 9',
    'tomorrow at half past nine',
    'tomorrow at 9:15',
    'Friday at 3 pm',
    'to 3 pm',
    'half an hour later',
    '2026-11-26 10:00',
  ],
}
const UNCLEAR: Record<Language, readonly string[]> = {
  de: [
    'am Freitag',
    'nächste Woche vormittags',
    'nächsten Mittwoch um drei',
    'kommende Woche',
    'gestern um 10',
    '2023-06-13 14:00',
    'heute um 23 Uhr',
    'zwischen 10 und 12',
    '7. November 2027',
    'sechs sechzehn Uhr',
    'irgendwann',
    '28. März 2027 um 2:30',
    'null',
  ],
  en: [
    'on Friday',
    'next week in the morning',
    'next Wednesday at three',
    'yesterday at 10',
    '2023-06-13 14:00',
    'today at 11 pm',
    'between 10 and 12',
    'November 7th, 2027',
    'some time',
    'null',
  ],
}
const SERVICES = ['Damenhaarschnitt', 'Färben', 'Haarschnitt', 'Massage', 'Zahnreinigung', '{{service}}']
const STAFF = ['Lina', 'Jörg', 'Sofia', 'egal', 'niemand']
const NAMES = ['Anna Schmidt', 'Emil', 'Acht Uhr', '{{name}}']

const FUNCTIONS = {
  check_availability: 4,
  hold_slot: 4,
  book_appointment: 6,
  reschedule_appointment: 3,
  cancel_appointment: 2,
  list_appointments: 1,
  identify_caller: 1,
  list_services: 1,
  opening_hours: 1,
  request_callback: 1,
} as const

export interface Asked {
  name: keyof typeof FUNCTIONS
  args: Record<string, unknown>
  /** Passes back the newest token and ids it was given. */
  passesBack: boolean
}

const said = (texts: readonly string[]) => fc.constantFrom(...texts)
/** `usual` four times out of five. */
const mostly = (usual: fc.Arbitrary<string>, odd: fc.Arbitrary<string>) =>
  fc.oneof({ weight: 4, arbitrary: usual }, { weight: 1, arbitrary: odd })

/** Functions with any arguments, in any order. */
export function conversation(language: Language): fc.Arbitrary<Asked[]> {
  const when = mostly(said(CLEAR[language]), said(UNCLEAR[language]))
  const names = Object.entries(FUNCTIONS) as Array<[Asked['name'], number]>
  const asked = fc.record({
    name: fc.oneof(...names.map(([name, weight]) => ({ weight, arbitrary: fc.constant(name) }))),
    args: fc.record(
      {
        service: mostly(said(SERVICES.slice(0, 2)), said(SERVICES)),
        name: mostly(said(NAMES.slice(0, 2)), said(NAMES)),
        when,
        which: when,
        duration_minutes: mostly(said(['', '30']), said(['60', 'eine Stunde', '{{minutes}}', 'lang'])),
        staff: mostly(said(['', 'egal', 'Lina']), said(STAFF)),
        phone: said(['0171 3920020', 'diese Nummer', '12']),
        notes: fc.string({ unit: anyCharacter, maxLength: 20 }),
      },
      { requiredKeys: ['name'] },
    ),
    passesBack: fc.boolean(),
  })
  return fc.array(asked, { minLength: 5, maxLength: 14 })
}
