import { expect, test } from '@jest/globals'
import { readArguments } from './function-arguments.ts'
import { functionDefinitions } from './function-definitions.ts'
import { callFunction } from './functions/index.ts'
import { routingVariables } from './inbound-routing.ts'
import { agentInstructions } from './voice-agents/agent-instructions.ts'

const location = {
  id: 'l1',
  tenantId: 't1',
  name: 'Mitte',
  zone: 'Europe/Berlin',
  language: 'de' as const,
  address: null,
}

test('every function that is declared is answered', () => {
  const names = functionDefinitions('de').map(({ name }) => name)
  expect(names.filter((name) => !callFunction(name))).toEqual([])
  expect(new Set(names).size).toBe(names.length)
})

test('every argument that is declared is read, and what is required is declared', () => {
  const unread = functionDefinitions('en').flatMap(({ name, parameters: { properties, required = [] } }) => [
    ...Object.keys(properties).filter(
      (argument) => Object.keys(readArguments({ [argument]: 'x' })).length === 0,
    ),
    ...required.filter((argument) => !Object.hasOwn(properties, argument)).map((each) => `${name}.${each}`),
  ])
  expect(unread).toEqual([])
})

test.each(['de', 'en'] as const)('what the agent says meanwhile is in its language: %s', (language) => {
  const said = new Set(functionDefinitions(language).flatMap(({ sayMeanwhile }) => sayMeanwhile ?? []))
  expect([...said]).toEqual([
    language === 'de' ? 'Einen Moment, ich schaue nach.' : 'One moment, let me check.',
  ])
})

test.each(['de', 'en'] as const)(
  'every variable in the instructions is one that a call brings: %s',
  (language) => {
    const known = routingVariables({
      tenantId: 't1',
      location,
      briefing: {},
      from: null,
      now: 0,
    } as Parameters<typeof routingVariables>[0])
    const used = [...agentInstructions(language, '').matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name)
    expect(used.length).toBeGreaterThan(3)
    expect(used.filter((name) => !Object.hasOwn(known, name))).toEqual([])
  },
)
