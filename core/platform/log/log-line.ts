const LONGEST_LINE = 8_192
/** JSON inside JSON grows at most threefold in bytes, so this many characters always fit. */
const KEPT_CHARACTERS = 2_500

/** What JSON leaves as it is although a terminal or a log viewer obeys it: DEL, C1, line separators, bidi marks. */
const UNSAFE = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g

/**
 * What gives itself away by its form, wherever it stands (free text, error messages): mail addresses, passwords in
 * URLs, international phone numbers, bearer tokens, long mixed tokens. All lengths bounded, so no text is slow; most
 * lines hold no @ and skip the forms that need one.
 */
const TELLING_WITH_AT = [
  /[\w.%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}/gi,
  /(?<=:\/\/)[^\s/@"]{1,200}@/g,
]
/** The first capital letter of a word of 24 or more: the form below costs most, and is tried only where there is one. */
const LONG_WITH_CAPITAL = /[A-Z](?<=(?=\w{24})(?<!\w)[^\WA-Z]{0,199}[A-Z])/
const TELLING_LONG_MIXED = [/\b(?=\w{24})(?=\w{0,200}[a-z])(?=\w{0,200}[A-Z])(?=\w{0,200}\d)\w{24,200}\b/g]
const TELLING = [
  /\+[1-9][\d ()/.-]{6,20}\d/g,
  // Not behind a decimal point: the fraction of a JSON number is no phone number.
  /(?<![\w-]|\d\.)00[1-9]\d{7,13}\b/g,
  /\b(?:bearer|basic) [\w.~+/=-]{6,}/gi,
]

/** Makes one JSON log line safe: nothing telling, no control characters, at most 8 kB. Ends as it began, in JSON. */
export function safeLine(line: string): string {
  let text = line.trimEnd()
  if (text.includes('@')) text = masked(text, TELLING_WITH_AT)
  text = masked(text, TELLING)
  if (LONG_WITH_CAPITAL.test(text)) text = masked(text, TELLING_LONG_MIXED)
  text = text.replaceAll(UNSAFE, escaped)
  return `${Buffer.byteLength(text) > LONGEST_LINE - 1 ? cut(text) : text}\n`
}

function masked(text: string, forms: readonly RegExp[]): string {
  return forms.reduce((left, form) => left.replaceAll(form, '[redacted]'), text)
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

function cut(text: string): string {
  const { level, time, request_id } = JSON.parse(text) as Record<string, unknown>
  const head = { level, time, request_id, msg: 'a log line was too long', bytes: Buffer.byteLength(text) }
  return JSON.stringify({ ...head, text: text.slice(0, KEPT_CHARACTERS) })
}
