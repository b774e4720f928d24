import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { runInContext } from '../telemetry/request-context.ts'
import { anyCharacter } from '../testing/any-character.ts'
import { processorTime } from '../testing/processor-time.ts'
import { createLogger } from './pino-logger.ts'

function recorder(pretty = false) {
  const lines: string[] = []
  const log = createLogger({ level: 'debug', pretty, destination: { write: (line) => lines.push(line) } })
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? '') as Record<string, unknown> }
}

test('private keys are masked at any depth, also in errors and lists', () => {
  const { log, lines } = recorder()
  const deep = { a: { list: [{ from_number: '+4915112345678' }] }, 'X-Api-Key': 'k-1', customerName: 'Erika' }
  log.info(
    { deep, authorization: 'Bearer abc', person: { phone: '0151 12345678', first_name: 'Max' } },
    'planted',
  )
  const line = lines.join()
  for (const planted of ['4915112345678', 'k-1', 'Erika', 'abc', '12345678', 'Max'])
    expect(line).not.toContain(planted)
})

test('an error keeps type, code, stack and cause, but neither the row of a driver nor what tells a person', () => {
  const { log, lines, last } = recorder()
  const cause = Object.assign(new Error('duplicate key'), {
    code: '23505',
    constraint: 'customers_email',
    detail: 'Key (email)=(erika@example.org) already exists.',
  })
  log.error(
    { err: new TypeError('could not write erika@example.org, call +49 151 1234567', { cause }) },
    'failed',
  )
  expect(last().err).toMatchObject({
    type: 'TypeError',
    cause: { code: '23505', constraint: 'customers_email' },
  })
  expect(lines.join()).not.toMatch(/erika|1234567/)
})

test.each([
  ['mail', 'wrote to erika.muster+x@mail.example.co.uk today', /erika|example/],
  ['phone', 'rang +49 (0) 151/123-4567-8 back', /4567/],
  ['phone with 00', 'rang 004915112345678 back', /5112345678/],
  ['bearer', 'sent Bearer abcdef123456.x', /abcdef/],
  ['url password', 'postgres://app:hunter22@db.example/hub', /hunter22/],
  ['token', 'used ask_live_9fKq3ZtR7vXw2LmN8pQs1', /9fKq3/],
])('free text does not carry a %s', (_, text, planted) => {
  const { log, lines } = recorder()
  log.warn({ hint: text }, text)
  expect(lines.join()).not.toMatch(planted)
})

test('a word is taken for a token by its length and its mixture alone, wherever it stands', () => {
  const word = fc.string({ unit: fc.constantFrom(...'aZ0_'), minLength: 20, maxLength: 210 })
  const isToken = (text: string) =>
    text.length >= 24 && text.length <= 200 && [/[a-z]/, /[A-Z]/, /\d/].every((some) => some.test(text))
  fc.assert(
    fc.property(fc.array(word, { maxLength: 4 }), (words) => {
      const { log, last } = recorder()
      log.info({}, `Seen: ${words.join(', ')}.`)
      const shown = words.map((each) => (isToken(each) ? '[redacted]' : each))
      expect(last().msg).toBe(`Seen: ${shown.join(', ')}.`)
    }),
  )
})

test.each(['A', 'aA', `${'a'.repeat(199)}A`])('a long line of %j is looked through in no time', (part) => {
  const { log, lines } = recorder()
  const text = part.repeat(2_000).slice(0, 2_000)
  const start = process.cpuUsage()
  for (let line = 0; line < 100; line += 1) log.info({ a: text, b: text, c: text }, text)
  const { user, system } = process.cpuUsage(start)
  expect((user + system) / 1_000).toBeLessThan(500)
  expect(lines).toHaveLength(100)
})

test('ids, times and amounts are left alone', () => {
  const { log, last } = recorder()
  const fields = {
    appointment_id: '0199c3a0-7d1b-7c6e-9a40-001234567890',
    start: '2026-05-01T09:30:00+02:00',
    job: 'calendar.push',
    amount: 123456789012,
    share: 1318299.0010002272,
  }
  log.info(fields, 'booked')
  expect(last()).toMatchObject(fields)
})

test.each(['\u061c', '\u200e', '\u200f', '\u202e', '\u2067', '\u2028', '\u009b', '\ufeff'])(
  'what turns or ends a line does not come through: %j',
  (character) => {
    const { log, lines, last } = recorder()
    log.info({ [`a${character}`]: `b${character}` }, `c${character}`)
    expect(lines.join('')).not.toContain(character)
    expect(last()).toMatchObject({ [`a${character}`]: `b${character}`, msg: `c${character}` })
  },
)

test('whatever is logged, a line is one line of printable JSON of at most 8 kB', () => {
  const text = fc.string({ unit: anyCharacter, maxLength: 4_000 })
  fc.assert(
    fc.property(text, fc.dictionary(text, fc.anything(), { maxKeys: 8 }), (message, fields) => {
      const { log, lines } = recorder()
      log.info(fields, message)
      const line = lines.join('')
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(8_192)
      expect(line).toMatch(/^[^\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+\n$/u)
      expect(JSON.parse(line)).toHaveProperty('level', 'info')
    }),
    { numRuns: 60 },
  )
})

test('a huge object costs a bounded line and bounded time', () => {
  const { log, lines } = recorder()
  const wide = Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`field${i}`, 'ä"'.repeat(500)]))
  const circle: Record<string, unknown> = { list: Array.from({ length: 100_000 }, () => wide) }
  circle.self = circle
  expect(processorTime(() => log.info({ circle, wide }, 'wide'))).toBeLessThan(1_000)
  expect(Buffer.byteLength(lines.join(''))).toBeLessThanOrEqual(8_192)
})

test('lines within a request carry its id, trace and tenant', () => {
  const { log, last } = recorder()
  const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`
  runInContext({ requestId: 'req-1', traceparent, tenantId: 't-1' }, () => log.info({}, 'inside'))
  expect(last()).toMatchObject({
    request_id: 'req-1',
    trace_id: 'a'.repeat(32),
    tenant: 't-1',
    msg: 'inside',
  })
  log.info({}, 'outside')
  expect(last()).not.toHaveProperty('request_id')
})

test('the pretty form gives a readable line that cannot forge another', () => {
  const { log, lines } = recorder(true)
  log.error({ err: new Error('broken'), port: 8080, hint: 'a\nb\u001b[2J\u2028c' }, 'not\nstarted')
  const [head = '', ...stack] = lines.join('').split('\n')
  expect(head).toMatch(/^\d\d:\d\d:\d\d .*error.* not started .*port=8080/)
  expect(head.slice(20)).not.toContain('\u001b[2J')
  expect(stack[0]).toContain('Error: broken')
})
