import type { ProviderNumber } from '@askpro/plugin-sdk'
import { expect, test } from '@jest/globals'
import { checkNumbers } from './number-problems.ts'

const NUMBER = '+493023125001'
const URL = 'https://hub.example/hooks/c1/inbound'
const good: ProviderNumber = {
  number: NUMBER,
  agents: [{ reference: 'agent_1', version: '3' }],
  inboundHook: 'here',
}

const check = (ours: string[], theirs: ProviderNumber[]) =>
  checkNumbers({ ours, theirs, inboundUrl: URL }).map(({ problems }) => problems.map(({ code }) => code))

test.each<[string, string[], Partial<ProviderNumber> | undefined, string[]]>([
  ['all is well', [NUMBER], {}, []],
  ['the hook is missing', [NUMBER], { inboundHook: 'missing' }, ['inbound_hook_missing']],
  ['the hook points elsewhere', [NUMBER], { inboundHook: 'elsewhere' }, ['inbound_hook_elsewhere']],
  ['there is no such question', [NUMBER], { inboundHook: null }, []],
  ['nobody answers', [NUMBER], { agents: [] }, ['no_agent']],
  [
    'the newest version answers',
    [NUMBER],
    { agents: [{ reference: 'agent_1', version: null }] },
    ['version_not_pinned'],
  ],
  [
    'several things are wrong',
    [NUMBER],
    { agents: [], inboundHook: 'missing' },
    ['inbound_hook_missing', 'no_agent'],
  ],
  ['the provider does not have it', [NUMBER], undefined, ['not_at_provider']],
  ['the hub does not know it', [], { inboundHook: 'missing' }, ['not_in_hub']],
])('%s', (_what, ours, more, codes) => {
  expect(check(ours, more ? [{ ...good, ...more }] : [])).toEqual([codes])
})

test('what to do names the address', () => {
  const [checked] = checkNumbers({
    ours: [NUMBER],
    theirs: [{ ...good, inboundHook: 'missing' }],
    inboundUrl: URL,
  })
  expect(checked?.problems[0]?.detail).toContain(URL)
})
