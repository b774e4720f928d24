import { describe, expect, test } from '@jest/globals'
import { partOf } from './part-of-frame.ts'
import { selfTimes } from './self-time.ts'

describe('the part that a sample belongs to', () => {
  const named = (url: string, functionName = 'f') => partOf({ url, functionName })

  test.each([
    ['file:///hub/core/scheduling/slot-claims.ts', 'own: scheduling'],
    ['file:///hub/core/platform/db/database.ts', 'own: platform/db'],
    ['file:///hub/core/platform/money.ts', 'own: platform'],
    ['file:///hub/plugins/retell/signature.ts', 'own: plugins/retell'],
    ['file:///hub/node_modules/pg/lib/client.js', 'pg'],
    ['file:///hub/node_modules/pg-pool/index.js', 'pg'],
    ['file:///hub/node_modules/@koa/router/dist/index.mjs', 'Koa and router'],
    ['file:///hub/node_modules/koa/node_modules/http-errors/index.js', 'Koa and router'],
    ['file:///hub/node_modules/uuid/dist/v7.js', 'package uuid'],
    ['node:internal/crypto/hash', 'Node: crypto'],
    ['node:_http_server', 'Node: HTTP and sockets'],
    ['node:internal/util', 'Node: everything else'],
  ])('%s: %s', (url, part) => expect(named(url)).toBe(part))

  test('a check that was compiled from a schema has no file', () => {
    expect(named('', 'validate12')).toBe('validation')
    expect(named('', 'writev')).toBe('native code and system calls')
    expect(named('', '(garbage collector)')).toBe('garbage collection')
  })

  test('a function may be named like what every object has', () => {
    expect(named('', 'toString')).toBe('native code and system calls')
    expect(named('node:internal/util', 'constructor')).toBe('Node: everything else')
  })
})

test('self time is summed by part, without idle time, and spread over the requests', () => {
  const frame = (functionName: string, url = '') => ({
    functionName,
    url,
    scriptId: '1',
    lineNumber: 0,
    columnNumber: 0,
  })
  const nodes = [
    { id: 1, callFrame: frame('(idle)') },
    { id: 2, callFrame: frame('a', 'file:///hub/core/calls/call.ts') },
    { id: 3, callFrame: frame('b', 'file:///hub/core/calls/call-ledger.ts') },
    { id: 4, callFrame: frame('(garbage collector)') },
  ]
  const samples = [1, 2, 3, 4, 2]
  const timeDeltas = [500, 100, 200, 100, 100]
  const profile = { nodes, samples, timeDeltas, startTime: 0, endTime: 1_000 }
  expect(selfTimes(profile, 10)).toEqual([
    { part: 'own: calls', share: 0.8, micros: 40 },
    { part: 'garbage collection', share: 0.2, micros: 10 },
  ])
})
