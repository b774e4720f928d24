import type { AgentPlan } from '@askpro/plugin-sdk'
import type { Location } from '../../tenants/index.ts'
import { functionDefinitions } from '../function-definitions.ts'
import type { PhoneNumberRow } from '../number-repository.ts'
import { agentInstructions } from './agent-instructions.ts'
import type { VoiceAgent } from './voice-agent.ts'

interface Surroundings {
  location: Pick<Location, 'language'>
  /** All numbers of the tenant. */
  numbers: readonly PhoneNumberRow[]
  /** Days that conversations are kept. */
  keepDays: number | undefined
}

/** Follows from the agent, its numbers and this version of the hub alone, so that it can be compared at any time. */
export function agentPlan(agent: VoiceAgent, { location, numbers, keepDays }: Surroundings): AgentPlan {
  const { language } = location
  const own = numbers.filter(
    (each) => each.location_id === agent.locationId && each.connection_id === agent.connection.connectionId,
  )
  return {
    key: agent.id.replaceAll('-', ''),
    name: agent.name,
    language,
    instructions: agentInstructions(language, agent.instructions),
    functions: functionDefinitions(language),
    numbers: own.map(({ number }) => number),
    ...(agent.greeting === null ? {} : { greeting: agent.greeting }),
    ...(agent.voice === null ? {} : { voice: agent.voice }),
    ...(agent.transferTo === null ? {} : { transferTo: agent.transferTo }),
    ...(keepDays === undefined ? {} : { keepDays }),
  }
}
