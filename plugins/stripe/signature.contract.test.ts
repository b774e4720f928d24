import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { verifySignature } from './webhook.ts'

interface Vector {
  secret: string
  timestamp_s: number
  body: string
  header_value: string
  rotation_header_value: string
}

const file = new URL('../../../shared/specs/signature-vectors.json', import.meta.url)
const vector: Vector | undefined = existsSync(file)
  ? JSON.parse(readFileSync(file, 'utf8')).stripe
  : undefined
if (!vector) process.stderr.write('SKIPPED: the worked examples of signatures are not beside this project\n')
const withVector = vector ? test : test.skip

withVector.each(['header_value', 'rotation_header_value'] as const)(
  'the worked example (%s) is genuine',
  (name) => {
    const { secret = '', body = '', timestamp_s: at = 0 } = vector ?? {}
    const request = {
      headers: { 'stripe-signature': vector?.[name] ?? '' },
      body: Buffer.from(body),
      receivedAt: at * 1_000,
    }
    expect(verifySignature(request, secret)).toEqual({ genuine: true })
    expect(verifySignature({ ...request, body: Buffer.from(`${body} `) }, secret)).toMatchObject({
      genuine: false,
    })
  },
)
