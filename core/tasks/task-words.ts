import type { Language } from '../tenants/index.ts'
import type { Task } from './task.ts'

type Words = Record<Task['kind'], string>

const GERMAN: Words = {
  connection_needs_reauth:
    'Der Anbieter erkennt diese Verbindung nicht mehr an: Sie muss neu angemeldet werden.',
  connection_misconfigured: 'Eine Einstellung dieser Verbindung ist falsch und muss berichtigt werden.',
  connection_failed: 'Das Plugin dieser Verbindung kann mit dem Anbieter nicht arbeiten.',
  job_given_up: 'Eine Aufgabe im Hintergrund ist endgültig gescheitert. Sie kann von Neuem begonnen werden.',
  owner_wish: 'Ein Termin wurde im eigenen Kalender verschoben oder gelöscht. Soll der Termin dem folgen?',
  entry_refused:
    'Im Kalender steht ein Termin anders als gebucht, weil der Anbieter die Änderung ablehnt. Jemand muss den Termin ändern oder den Kalender.',
  payment_disputed:
    'Eine Zahlung wird bei der Bank bestritten. Belege sind beim Zahlungsanbieter einzureichen, sonst ist sie verloren.',
}

const ENGLISH: Words = {
  connection_needs_reauth: 'The provider no longer accepts this connection: it has to be connected anew.',
  connection_misconfigured: 'A setting of this connection is wrong and has to be corrected.',
  connection_failed: 'The plugin of this connection cannot work with its provider.',
  job_given_up: 'Work in the background has failed for good. It can be started again.',
  owner_wish: 'An appointment was moved or removed in the own calendar. Should the appointment follow?',
  entry_refused:
    'The calendar differs from an appointment, since the provider refuses the change. Somebody has to change the appointment or the calendar.',
  payment_disputed:
    'A payment is disputed at the bank. Evidence has to be handed in at the payments provider, or it is lost.',
}

const WORDS: Record<Language, Words> = { de: GERMAN, en: ENGLISH }

/** What is to be decided or done, in one or two sentences for an admin. */
export const sayTask = ({ kind }: Pick<Task, 'kind'>, language: Language): string => WORDS[language][kind]
