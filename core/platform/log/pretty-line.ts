const COLOURS: Record<string, string> = { debug: '90', info: '32', warn: '33', error: '31' }

/** What a terminal obeys. JSON escapes only a part of it. */
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu

/** One JSON line as a person at a terminal reads it: `12:03:04 info  message key=value ...`, a stack below. */
export function prettyLine(line: string): string {
  const { level, time, msg, err, ...rest } = JSON.parse(line) as Record<string, unknown>
  const values = Object.entries(rest).map(([key, value]) => `${key}=${JSON.stringify(value)}`)
  const label = String(level)
  const coloured = `\u001b[${COLOURS[label] ?? '0'}m${label.padEnd(5)}\u001b[0m`
  return `${String(time).slice(11, 19)} ${coloured} ${printable([msg, ...values].join(' '))}\n${stackOf(err)}`
}

function stackOf(err: unknown): string {
  const { stack } = (err ?? {}) as { stack?: unknown }
  if (typeof stack !== 'string') return ''
  return stack
    .split('\n')
    .map((row) => `    ${printable(row)}\n`)
    .join('')
}

function printable(text: string): string {
  return text.replaceAll(CONTROLS, ' ')
}
