import type { FunctionAnswer } from '../function-answer.ts'
import { MONTHS } from '../speech/calendar-names.ts'

/** Sentences that claim something was done, each with the one answer that may say it. */
const CLAIMS: ReadonlyArray<[claim: RegExp, status: string]> = [
  [/gebucht|\bbooked\b/i, 'booked'],
  [/abgesagt|\bcancelled\b/i, 'cancelled'],
  [/verschoben|\bmoved\b/i, 'rescheduled'],
  [/habe notiert|have noted/i, 'noted'],
  [/halte Ihnen .* einen Termin frei|am holding an appointment/i, 'held'],
]
const MACHINE = /[a-z]_[a-z]|[{}[\]<>]|\b(null|undefined|nan|error|exception|token|status)\b/i
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-/i

/** What is wrong with an answer, whatever it was asked; empty for one that may be read out. */
export function speechFaults({ say, status, data, missing }: FunctionAnswer): string[] {
  const sent = JSON.stringify(data, (key, value) => (key === 'say' ? undefined : value))
  const claims = CLAIMS.filter(([claim, allowed]) => claim.test(say) && status !== allowed)
  const unsaid = [
    ...clocksIn(say).filter((clock) => !new RegExp(`[T"]${clock}`).test(sent)),
    ...datesIn(say).filter((date) => !sent.includes(`-${date}`)),
  ]
  return [
    ...(/[.?!]$/.test(say) ? [] : [`is no sentence: ${say}`]),
    ...(MACHINE.test(say) || UUID.test(say) ? [`speaks like a machine: ${say}`] : []),
    ...claims.map(([, allowed]) => `claims what only ${allowed} may: ${say}`),
    ...unsaid.map((time) => `says ${time}, which is not in the data: ${say} ${sent}`),
    ...missing.filter((each) => !NAMED.has(each)).map((each) => `misses ${each}`),
  ]
}

const NAMED = new Set([
  'service',
  'when',
  'duration_minutes',
  'name',
  'staff',
  'phone',
  'choice',
  'appointment_id',
  'accept_fee',
])

const twoDigits = (number: number | string): string => String(number).padStart(2, '0')

/** `14:30` for every clock time in a text. */
export function clocksIn(say: string): string[] {
  const german = [...say.matchAll(/(\d{1,2}) Uhr(?: (\d{1,2}))?/g)]
  const english = [...say.matchAll(/(\d{1,2})(?::(\d{2}))? (AM|PM)/g)]
  return [
    ...german.map(([, hour = '', minute = '0']) => `${twoDigits(hour)}:${twoDigits(minute)}`),
    ...english.map(
      ([, hour = '', minute = '00', half]) =>
        `${twoDigits((Number(hour) % 12) + (half === 'PM' ? 12 : 0))}:${minute}`,
    ),
    ...(/\bnoon\b/.test(say) ? ['12:00'] : []),
  ]
}

/** `11-24` for every date in a text. */
function datesIn(say: string): string[] {
  const german = [...say.matchAll(/(\d{1,2})\. (\p{L}+)/gu)].map(([, day = '', month = '']) => [day, month])
  const english = [...say.matchAll(/(\p{L}+) (\d{1,2})(?:st|nd|rd|th)/gu)].map(([, month = '', day = '']) => [
    day,
    month,
  ])
  return [...german, ...english].flatMap(([day = '', month = '']) => {
    const index = Math.max(MONTHS.de.indexOf(month), MONTHS.en.indexOf(month))
    return index < 0 ? [] : [`${twoDigits(index + 1)}-${twoDigits(day)}`]
  })
}
