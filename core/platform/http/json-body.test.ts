import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { processorTime } from '../testing/processor-time.ts'
import { parseJson, requireJson } from './json-body.ts'

const parse = (text: string) => parseJson(Buffer.from(text))

function levels(depth: number): string {
  return `${'['.repeat(depth)}${']'.repeat(depth)}`
}

test('any JSON value of ordinary depth comes back as it was', () => {
  const storable = fc
    .jsonValue({ maxDepth: 8 })
    .filter((value) => !/\\u0000|__proto__|constructor/.test(JSON.stringify(value)))
  fc.assert(
    fc.property(storable, (value) => {
      const text = JSON.stringify(value)
      expect(parse(text)).toEqual(JSON.parse(text))
    }),
  )
})

test('32 levels pass, 33 do not, brackets in strings do not count', () => {
  expect(parse(levels(32))).toHaveLength(1)
  expect(() => parse(levels(33))).toThrow(/deeper than 32/)
  expect(parse(JSON.stringify(`\\"${levels(500)}`))).toBe(`\\"${levels(500)}`)
})

test('a hostile depth is refused before anything recurses, in little time', () => {
  const spent = processorTime(() => {
    expect(() => parse('['.repeat(262_144))).toThrow(/deeper/)
    expect(() => parse(`"${'\\"'.repeat(131_000)}`)).toThrow(/not valid JSON/)
    expect(() => parse(`"${'\\u'.repeat(87_000)}"`)).toThrow(/not valid JSON/)
  })
  expect(spent).toBeLessThan(500)
})

test('whole surrogate pairs and an escaped backslash before u0000 are text like any other', () => {
  expect(parse('"\\ud83d\\ude00 \\\\u0000 \\u00e4"')).toBe('😀 \\u0000 ä')
})

test.each(['"\\u0000"', '"\\\\\\u0000"', '"\\ud83d"', '"\\ude00"', '"\\ud83d\\ud83d\\ude00"'])(
  '%s cannot be stored',
  (text) => {
    expect(() => parse(text)).toThrow(/half a surrogate pair/)
  },
)

test('bytes that are not UTF-8 are refused', () => {
  expect(() => parseJson(Buffer.from([0x22, 0xc3, 0x28, 0x22]))).toThrow(/UTF-8/)
})

test.each([
  'application/json',
  'application/json; charset=utf-8',
  'Application/JSON;charset="UTF-8"',
  'application/merge-patch+json',
])('%s is JSON', (type) => expect(() => requireJson(type)).not.toThrow())

test.each([
  undefined,
  '',
  'text/json',
  'application/x-www-form-urlencoded',
  'application/json; charset=utf-16',
  'application/jsonp',
])('%s is not', (type) => expect(() => requireJson(type)).toThrow(/Content-Type/))
