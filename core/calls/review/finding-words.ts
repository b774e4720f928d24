import type { Language } from '../../tenants/index.ts'
import type { Finding, FindingCode, FindingData } from './finding.ts'

type Sentence = (data: FindingData) => string
type Words = Readonly<Record<FindingCode, Sentence>> & { readonly reasons: Readonly<Record<string, string>> }

const seconds = (ms: number | undefined, language: Language): string =>
  new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format((ms ?? 0) / 1_000)
const quoted = (words: readonly string[] | undefined, [open, close]: [string, string]): string =>
  (words ?? [])
    .slice(0, 3)
    .map((text) => `${open}${text}${close}`)
    .join(', ')
const inGerman = (words: string[] | undefined) => quoted(words, ['„', '“'])
const inEnglish = (words: string[] | undefined) => quoted(words, ['“', '”'])
const times = (count: number | undefined, one: string, many: string): string =>
  (count ?? 1) === 1 ? one : `${count} ${many}`
const told = (reason: string | undefined): string => (reason ? ` (${reason})` : '')

const WORDS: Readonly<Record<Language, Words>> = {
  de: {
    reasons: {
      slot_taken: 'die Zeit war vergeben',
      outside_hours: 'außerhalb der Öffnungs- oder Arbeitszeiten',
      too_soon: 'zu kurzfristig',
      too_far: 'zu weit im Voraus',
      limit_reached: 'eine Höchstzahl an Buchungen war erreicht',
      held_until: 'die Zeit war für jemand anderen vorgemerkt',
      nothing_then: 'in diesem Zeitraum war nichts frei',
    },
    not_connected: ({ reason }) => `Der Anruf kam nicht zustande${told(reason)}.`,
    provider_failed: ({ reason }) => `Der Telefonie-Anbieter hat den Anruf abgebrochen${told(reason)}.`,
    silence: () => 'Der Anruf endete, weil niemand mehr sprach.',
    voicemail: () => 'Es war eine Mailbox am anderen Ende.',
    nothing_asked: () =>
      'Der Assistent hat den Hub in diesem Gespräch nie etwas gefragt: Seine Funktionen fehlen, oder er hat sie nicht benutzt.',
    function_failed: ({ name, count }) =>
      `${name} ist ${times(count, 'einmal', 'Mal')} mit einem Fehler gescheitert; die Ursache steht im Protokoll des Hubs.`,
    function_unknown: ({ name }) =>
      `Der Assistent hat eine Funktion aufgerufen, die es nicht gibt: ${name}. Seine Einrichtung ist veraltet.`,
    never_asked_again: ({ name }) =>
      `${name} war nicht rechtzeitig fertig, und der Assistent hat nicht noch einmal gefragt.`,
    slow: ({ name, longest, count }) =>
      `${times(count, 'Eine Antwort war', 'Antworten waren')} langsam; am längsten dauerte ${name} mit ${seconds(longest, 'de')} s.`,
    hung_up_after_wait: ({ name, longest }) =>
      `Die anrufende Person legte auf, nachdem sie ${seconds(longest, 'de')} s auf ${name} gewartet hatte.`,
    not_understood: ({ count, words }) =>
      `Der Zeitwunsch wurde ${count} Mal nicht eindeutig verstanden${words?.length ? `: ${inGerman(words)}` : ''}.`,
    service_not_understood: ({ words }) => `Die Leistung wurde nicht erkannt: ${inGerman(words)}.`,
    calendar_stale: () =>
      'Zeiten wurden nicht angeboten, weil ein Kalender zu lange nicht gelesen worden war. Prüfen Sie die Verbindung.',
    refused: ({ name, reason = '' }) => `${name} wurde abgelehnt: ${WORDS.de.reasons[reason] ?? reason}.`,
    number_withheld: () =>
      'Die Nummer war unterdrückt: Bestehende Termine konnten weder genannt noch geändert werden.',
    offered_not_booked: () => 'Zeiten wurden angeboten, aber es wurde nichts gebucht.',
    hold_expired: () => 'Eine vorgemerkte Zeit ist abgelaufen, bevor gebucht wurde.',
    refused_by_calendar: () => 'Der Termin steht hier, aber ein Kalender hat ihn nicht angenommen.',
    said_booked: ({ words }) =>
      `Der Assistent sprach von einer Buchung, obwohl nichts gebucht wurde: ${inGerman(words)}.`,
    said_taken_unasked: ({ words }) =>
      `Der Assistent nannte eine Zeit vergeben, ohne nachzusehen: ${inGerman(words)}.`,
    provider_disagrees: ({ reason }) =>
      reason === 'success'
        ? 'Der Telefonie-Anbieter hält den Anruf für erfolgreich, aber hier ist nichts dabei herausgekommen.'
        : 'Der Telefonie-Anbieter hält den Anruf für gescheitert, aber der Termin ist gebucht.',
  },
  en: {
    reasons: {
      slot_taken: 'the time was taken',
      outside_hours: 'outside of opening or working hours',
      too_soon: 'too short notice',
      too_far: 'too far ahead',
      limit_reached: 'a limit of bookings was reached',
      held_until: 'the time was held for somebody else',
      nothing_then: 'nothing was free in that span',
    },
    not_connected: ({ reason }) => `The call was never connected${told(reason)}.`,
    provider_failed: ({ reason }) => `The telephony provider broke the call off${told(reason)}.`,
    silence: () => 'The call ended because nobody spoke any more.',
    voicemail: () => 'There was a voicemail at the other end.',
    nothing_asked: () =>
      'The agent never asked the hub anything in this call: its functions are missing, or it did not use them.',
    function_failed: ({ name, count }) =>
      `${name} failed with an error ${times(count, 'once', 'times')}; the cause is in the hub's log.`,
    function_unknown: ({ name }) =>
      `The agent called a function that does not exist: ${name}. Its set-up is out of date.`,
    never_asked_again: ({ name }) => `${name} was not finished in time, and the agent did not ask again.`,
    slow: ({ name, longest, count }) =>
      `${times(count, 'One answer was', 'answers were')} slow; ${name} took longest with ${seconds(longest, 'en')} s.`,
    hung_up_after_wait: ({ name, longest }) =>
      `The caller hung up after waiting ${seconds(longest, 'en')} s for ${name}.`,
    not_understood: ({ count, words }) =>
      `The time that was wished for was not clear ${count} times${words?.length ? `: ${inEnglish(words)}` : ''}.`,
    service_not_understood: ({ words }) => `The service was not recognised: ${inEnglish(words)}.`,
    calendar_stale: () =>
      'Times were not offered because a calendar had not been read for too long. Check its connection.',
    refused: ({ name, reason = '' }) => `${name} was refused: ${WORDS.en.reasons[reason] ?? reason}.`,
    number_withheld: () =>
      'The number was withheld: appointments that exist could be neither told nor changed.',
    offered_not_booked: () => 'Times were offered, but nothing was booked.',
    hold_expired: () => 'A time that was held expired before it was booked.',
    refused_by_calendar: () => 'The appointment stands here, but a calendar has not taken it.',
    said_booked: ({ words }) =>
      `The agent spoke of a booking although nothing was booked: ${inEnglish(words)}.`,
    said_taken_unasked: ({ words }) => `The agent called a time taken without looking: ${inEnglish(words)}.`,
    provider_disagrees: ({ reason }) =>
      reason === 'success'
        ? 'The telephony provider thinks that the call was a success, but nothing came of it here.'
        : 'The telephony provider thinks that the call failed, but the appointment is booked.',
  },
}

/** One sentence. */
export const sayFinding = ({ code, data }: Finding, language: Language): string => WORDS[language][code](data)
