import type { ConnectionRef } from '../../integrations/index.ts'

/**
 * `pending`: a job has yet to bring the provider to what is wanted. `failed`: it gave up, `why` says over what.
 * `retiring`: it is being taken away at the provider, and then here.
 */
export type VoiceAgentState = 'pending' | 'ready' | 'failed' | 'retiring'

/** What an admin says of an agent. */
export interface VoiceAgentSettings {
  name: string
  /** What the business wants it to know and do, beside what every agent of the hub is told. */
  instructions: string
  greeting: string | null
  /** The provider's id of a voice. */
  voice: string | null
  /** E.164. */
  transferTo: string | null
}

/** A voice agent that the hub makes and keeps at a provider, for one location. */
export interface VoiceAgent extends VoiceAgentSettings {
  readonly id: string
  readonly tenantId: string
  readonly locationId: string
  readonly connection: ConnectionRef
  readonly state: VoiceAgentState
  /** Why it is not ready yet. */
  readonly why: string | null
  /** The provider's id of it, and the version that its numbers are tied to. */
  readonly reference: string | null
  readonly providerVersion: string | null
  readonly provisionedAt: Date | null
  readonly version: number
}
