/** What callers and agents say around the hub's own sentences. */
export type Words = {
  greeting: string
  sorry: string
  yes: string
  takeFirst: string
  noThanks: string
  askName: string
  myNameIs: (name: string) => string
  askElse: string
  goodbye: string
  callMeBack: string
  /** A date and time as a caller would say it, from the wall clock in an RFC 3339 text. */
  at: (start: string) => string
}

const germanMonths = [
  'Januar',
  'Februar',
  'März',
  'April',
  'Mai',
  'Juni',
  'Juli',
  'August',
  'September',
  'Oktober',
  'November',
  'Dezember',
]

const englishMonths = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

const german: Words = {
  greeting: 'Guten Tag, hier ist Ihr Friseursalon. Was kann ich für Sie tun?',
  sorry: 'Entschuldigung, das hat gerade nicht geklappt.',
  yes: 'Ja, das passt gut.',
  takeFirst: 'Dann nehme ich den ersten Vorschlag.',
  noThanks: 'Nein, danke, dann lasse ich es.',
  askName: 'Auf welchen Namen darf ich das eintragen?',
  myNameIs: (name) => `Mein Name ist ${name}.`,
  askElse: 'Kann ich sonst noch etwas für Sie tun?',
  goodbye: 'Nein, das war alles. Vielen Dank, auf Wiederhören.',
  callMeBack: 'Dann rufen Sie mich bitte zurück.',
  at: (start) => {
    const { day, month, time } = wallClock(start)
    return `am ${day}. ${germanMonths[month - 1]} um ${time} Uhr`
  },
}

const english: Words = {
  greeting: 'Good day, this is your hair salon. How can I help you?',
  sorry: 'I am sorry, that did not work just now.',
  yes: 'Yes, that suits me.',
  takeFirst: "Then I'll take the first one.",
  noThanks: "No, thank you, then I'll leave it.",
  askName: 'What name shall I put it under?',
  myNameIs: (name) => `My name is ${name}.`,
  askElse: 'Is there anything else I can do for you?',
  goodbye: 'No, that was all. Thank you, goodbye.',
  callMeBack: 'Then please call me back.',
  at: (start) => {
    const { day, month, time } = wallClock(start)
    return `on ${day} ${englishMonths[month - 1]} at ${time}`
  },
}

export const wordsIn: Readonly<Record<'de' | 'en', Words>> = { de: german, en: english }

function wallClock(start: string): { day: number; month: number; time: string } {
  return { day: Number(start.slice(8, 10)), month: Number(start.slice(5, 7)), time: start.slice(11, 16) }
}
