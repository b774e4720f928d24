import type { ProviderNumber } from '@askpro/plugin-sdk'

export interface NumberProblem {
  code: string
  /** What is wrong, and what to do about it. */
  detail: string
}

export interface CheckedNumber {
  number: string
  agents: ProviderNumber['agents']
  inboundHook: ProviderNumber['inboundHook']
  problems: NumberProblem[]
}

interface Known {
  /** Numbers that the hub leads to locations over this connection. */
  ours: readonly string[]
  theirs: readonly ProviderNumber[]
  /** The address that belongs into the provider's inbound webhook. */
  inboundUrl: string | undefined
}

/** Every number that the hub or the provider knows, with what keeps its callers from being answered well. */
export function checkNumbers({ ours, theirs, inboundUrl }: Known): CheckedNumber[] {
  const numbers = [...new Set([...ours, ...theirs.map(({ number }) => number)])].sort()
  return numbers.map((number) => {
    const found = theirs.find((each) => each.number === number)
    if (!found) return { number, agents: [], inboundHook: null, problems: [NOT_AT_PROVIDER] }
    const { agents, inboundHook } = found
    const problems = ours.includes(number) ? problemsOf(found, inboundUrl) : [NOT_IN_HUB]
    return { number, agents, inboundHook, problems }
  })
}

const NOT_AT_PROVIDER: NumberProblem = {
  code: 'not_at_provider',
  detail: 'The account has no such number: buy or import it there, or remove it here.',
}
const NOT_IN_HUB: NumberProblem = {
  code: 'not_in_hub',
  detail: 'The hub leads it nowhere: add it under /v1/phone-numbers if its callers are to be answered.',
}

function problemsOf(
  { agents, inboundHook }: ProviderNumber,
  inboundUrl: string | undefined,
): NumberProblem[] {
  const enter = `enter ${inboundUrl ?? 'the address of the connection’s inbound hook'} as the inbound webhook of the number.`
  const found: Array<[is: boolean, code: string, detail: string]> = [
    [
      inboundHook === 'missing',
      'inbound_hook_missing',
      `The agent picks up without knowing who calls and what day it is: ${enter}`,
    ],
    [
      inboundHook === 'elsewhere',
      'inbound_hook_elsewhere',
      `Another system is asked before the agent picks up: ${enter}`,
    ],
    [agents.length === 0, 'no_agent', 'Nobody picks up: choose an inbound agent for the number.'],
    [
      agents.some(({ version }) => version === null),
      'version_not_pinned',
      'Whatever is published next answers at once: choose a version of the agent for the number.',
    ],
  ]
  return found.filter(([is]) => is).map(([, code, detail]) => ({ code, detail }))
}
