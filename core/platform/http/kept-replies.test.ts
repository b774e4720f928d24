import { expect, test } from '@jest/globals'
import { KeptReplies } from './kept-replies.ts'
import { getThing } from './testing/thing-routes.ts'

const reply = (bytes: number) => ({
  route: getThing,
  headers: {},
  type: 'text/plain',
  bytes: Buffer.alloc(bytes),
  counts: () => true,
})

test('when there would be too much of it, all is forgotten but the newest', () => {
  const kept = new KeptReplies(10_000)
  kept.keep('/a', 'salon', reply(4_000))
  kept.keep('/a', 'spa', reply(1))
  expect([...(kept.at('/a')?.keys() ?? [])]).toEqual(['salon', 'spa'])
  kept.keep('/b', 'salon', reply(4_000))
  expect([kept.at('/a'), kept.at('/b')?.size]).toEqual([undefined, 1])
})
