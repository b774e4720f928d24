/** What the listening agent makes of one line of a caller. */
export type Heard = {
  intent: Intent
  /** The words for day and time. */
  when: string | undefined
  staff: string | undefined
  name: string | undefined
  /** Which of several, from 0. */
  choice: number
}

export type Intent =
  | 'goodbye'
  | 'cancel'
  | 'move'
  | 'callback'
  | 'appointments'
  | 'services'
  | 'hours'
  | 'choice'
  | 'yes'
  | 'no'
  | 'time'
  | 'name'
  | 'unclear'

/** The first that fits. */
const INTENTS: ReadonlyArray<[Intent, RegExp]> = [
  [
    'goodbye',
    /\b(tschüss|tschüß|ciao|auf wiederhören|wiederhören|das war('s| alles)|goodbye|bye|that('s| is| was) all)(?!\p{L})/iu,
  ],
  ['callback', /(zurückruf|rückruf|rufen sie mich|ruft mich|call me back|callback|call back)/i],
  ['move', /(verschieb|verleg|umbuch|reschedul|\bmove\b|change my appointment)/i],
  ['cancel', /(absag|stornier|\bcancel)/i],
  [
    'appointments',
    /(welche termine|meine termine|wann (ist|habe ich).{0,12}termin|my appointments?|when is my)/i,
  ],
  [
    'services',
    /(welche leistungen|was bieten|was kostet|preisliste|angebot|what services|what do you offer|how much)/i,
  ],
  [
    'hours',
    /(öffnungszeiten|geöffnet|wann haben sie (auf|offen)|opening hours|when are you open|are you open)/i,
  ],
]

const CHOICES: readonly RegExp[] = [
  /\b(erste[nrs]?|first)\b/i,
  /\b(zweite[nrs]?|second)\b/i,
  /\b(dritte[nrs]?|third|letzte[nrs]?|last)\b/i,
]
const YES =
  /^(ja|gerne?|genau|okay|ok|passt|das passt|nehme? ich|stimmt|einverstanden|yes|yeah|sure|fine|perfect|please do)\b/i
const TAKEN = /\b(nehme? ich|nehmen wir|passt (mir|gut)|i'?ll take|that works|suits me)\b/i
const NO = /^(nein|nee|nö|lieber nicht|passt nicht|no|nope)\b/i

const DAYS =
  'montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|monday|tuesday|wednesday|thursday|friday|saturday|sunday'
const TIME = new RegExp(
  [
    `(am |an |nächste[nrs]? |kommende[nrs]? |next |this |on )?(${DAYS})`,
    '(heute|morgen|übermorgen|today|tomorrow|the day after)',
    '(nächste|kommende|diese) woche|(next|this) week',
    'in \\w+ (tag|woche|day|week)',
    '(um|gegen|ab|nach|vor|zwischen|at|around|after|before) (halb|viertel|kurz|\\d|ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|drei|noon|half|quarter|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)',
    '(vormittag|nachmittag|mittag|abend|morning|afternoon|evening|noon)',
    '\\d{1,2}([.:]\\d{2})? ?(uhr|am|pm)\\b',
    '(am |the )?\\d{1,2}\\.( ?\\d{1,2}\\.?| ?(januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember))',
  ]
    .map((pattern) => `(?<![\\p{L}\\d])(?:${pattern})`)
    .join('|'),
  'iu',
)
/** What comes after the words for the time and does not belong to them. */
const AFTER_TIME =
  /[,;]?\s+(bitte|please|einen?|eine[rnm]?|den|die|für|bei|mit|zum|zur|wäre|hätte|ginge|for|with|would|if|a|an)(?!\p{L}).*$/iu
const STAFF = /\b(?:bei|mit|with)\s+(?:der |dem |frau |herrn |ms |mr )?([\p{Lu}][\p{L}-]+)/u
const NAME =
  /\b(?:mein name ist|ich heiße|ich heisse|ich bin (?:die|der)|auf den namen|my name is|the name is|this is|i'?m)\s+([\p{L}][\p{L}'-]+(?:\s+[\p{L}][\p{L}'-]+){0,2})/iu
/** As an answer to who is calling. */
const BARE_NAME = /^[\p{L}'-]+(\s+[\p{L}'-]+){0,2}[.!]?$/u

/** `asked`: whether the agent has just asked for a name. */
export function hear(line: string, asked: { name: boolean }): Heard {
  const text = line.trim()
  const when = timeIn(text)
  const name = NAME.exec(text)?.[1] ?? (asked.name && !YES.test(text) ? bareName(text) : undefined)
  return {
    intent: intentOf(text, { when, name }),
    when,
    staff: STAFF.exec(text)?.[1],
    name,
    choice: Math.max(
      0,
      CHOICES.findIndex((pattern) => pattern.test(text)),
    ),
  }
}

function intentOf(text: string, { when, name }: Pick<Heard, 'when' | 'name'>): Intent {
  const named = INTENTS.find(([, pattern]) => pattern.test(text))
  if (named) return named[0]
  if (NO.test(text) && when === undefined) return 'no'
  if (when !== undefined) return 'time'
  if (CHOICES.some((pattern) => pattern.test(text))) return 'choice'
  if (YES.test(text) || TAKEN.test(text)) return 'yes'
  return name === undefined ? 'unclear' : 'name'
}

const bareName = (text: string): string | undefined =>
  BARE_NAME.test(text) ? text.replace(/[.!]$/, '') : undefined

/** From the first word for a day or a time to where something else begins. */
function timeIn(text: string): string | undefined {
  const found = TIME.exec(text)
  if (!found) return undefined
  return text
    .slice(found.index)
    .replace(AFTER_TIME, '')
    .replace(/[.!?]+$/, '')
    .trim()
}
