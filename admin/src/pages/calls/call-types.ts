import type { Reply } from '../../api/reply.ts'
import type { paths } from '../../api/schema'

export type Call = Reply<'/v1/calls'>['data'][number]
export type CallDetail = Reply<'/v1/calls/{id}'>
export type Outcome = NonNullable<Call['outcome']>
export type SimulationStage = Reply<'/v1/simulated-calls/stage'>
export type SimulatedCall =
  paths['/v1/simulated-calls']['post']['responses'][202]['content']['application/json']
