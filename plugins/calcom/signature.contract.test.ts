import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { verifySignature } from './webhook.ts'

interface Vector {
  secret: string
  body: string
  header_value: string
  without_secret_header_value: string
}

const file = new URL('../../../shared/specs/signature-vectors.json', import.meta.url)
const vector: Vector | undefined = existsSync(file)
  ? JSON.parse(readFileSync(file, 'utf8')).calcom
  : undefined
if (!vector) process.stderr.write('SKIPPED: the worked examples of signatures are not beside this project\n')
const withVector = vector ? test : test.skip
const {
  secret = '',
  body = '',
  header_value: good = '',
  without_secret_header_value: unsigned = '',
} = vector ?? {}

const request = (text: string, header: string) => ({
  headers: { 'x-cal-signature-256': header },
  body: Buffer.from(text),
  receivedAt: Date.now(),
})

withVector('the worked example is genuine', () => {
  expect(verifySignature(request(body, good), ['another', secret])).toEqual({ genuine: true })
})

withVector.each([
  ['a space more', `${body} `, good],
  ['a prefix that some guides show', body, `sha256=${good}`],
  ['upper-case digits', body, good.toUpperCase()],
  ['the text that stands there without a secret', body, unsigned],
])('%s is not', (_name, text, header) => {
  expect(verifySignature(request(text, header), [secret])).toMatchObject({ genuine: false })
})
