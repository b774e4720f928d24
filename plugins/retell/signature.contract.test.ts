import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { verifySignature } from './signature.ts'

interface Vector {
  secret: string
  timestamp_ms: number
  body: string
  header_value: string
}

const file = new URL('../../../shared/specs/signature-vectors.json', import.meta.url)
const vector: Vector | undefined = existsSync(file)
  ? JSON.parse(readFileSync(file, 'utf8')).retell
  : undefined
if (!vector) process.stderr.write('SKIPPED: the worked examples of signatures are not beside this project\n')
const withVector = vector ? test : test.skip

withVector('the worked example is genuine, five minutes to either side and no longer', () => {
  const { secret = '', body = '', header_value: header = '', timestamp_ms: at = 0 } = vector ?? {}
  const received = (receivedAt: number) =>
    verifySignature({ headers: { 'x-retell-signature': header }, body: Buffer.from(body), receivedAt }, [
      secret,
    ]).genuine
  expect([at, at - 300_000, at + 300_000].map(received)).toEqual([true, true, true])
  expect([at - 300_001, at + 300_001].map(received)).toEqual([false, false])
})
