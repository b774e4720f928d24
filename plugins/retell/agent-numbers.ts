import type { AgentReference, PluginContext, ProviderNumber } from '@askpro/plugin-sdk'
import type Retell from 'retell-sdk'
import type { PhoneNumberResponse } from 'retell-sdk/resources/phone-number'

export async function allNumbers(client: Retell): Promise<PhoneNumberResponse[]> {
  const numbers: PhoneNumberResponse[] = []
  let pagination_key: string | undefined
  do {
    const page = await client.phoneNumber.list({
      limit: 1_000,
      ...(pagination_key ? { pagination_key } : {}),
    })
    numbers.push(...(page.items ?? []))
    pagination_key = page.has_more ? page.pagination_key : undefined
  } while (pagination_key)
  return numbers
}

export const presentNumber = (ctx: PluginContext, number: PhoneNumberResponse): ProviderNumber => ({
  number: number.phone_number,
  agents: (number.inbound_agents ?? []).map(({ agent_id, agent_version }) => ({
    reference: agent_id,
    version: agent_version === undefined ? null : String(agent_version),
  })),
  inboundHook: hookOf(ctx, number),
})

function hookOf(ctx: PluginContext, number: PhoneNumberResponse): ProviderNumber['inboundHook'] {
  if (!number.inbound_webhook_url) return 'missing'
  return number.inbound_webhook_url === ctx.hookUrl('inbound') ? 'here' : 'elsewhere'
}

/** Whether the number is answered by that version alone, and the hub is asked first. */
export function isTied(
  { agents, inboundHook }: ProviderNumber,
  { reference, version }: AgentReference,
): boolean {
  const [only] = agents
  return (
    inboundHook === 'here' && agents.length === 1 && only?.reference === reference && only.version === version
  )
}

export const answersFor = ({ agents }: ProviderNumber, reference: string): boolean =>
  agents.some((agent) => agent.reference === reference)

/** Ties exactly these numbers to a version. Other agents' numbers are left alone. */
export async function tieNumbers(
  { ctx, client }: { ctx: PluginContext; client: Retell },
  agent: AgentReference,
  wanted: readonly string[],
): Promise<void> {
  const there = await allNumbers(client)
  for (const each of there) {
    const number = presentNumber(ctx, each)
    if (wanted.includes(number.number)) {
      if (!isTied(number, agent)) await client.phoneNumber.update(number.number, tieTo(ctx, agent))
    } else if (answersFor(number, agent.reference)) {
      await client.phoneNumber.update(number.number, untied(number))
    }
  }
}

const tieTo = (ctx: PluginContext, { reference, version }: AgentReference) => ({
  inbound_agents: [{ agent_id: reference, agent_version: Number(version), weight: 1 }],
  inbound_webhook_url: ctx.hookUrl('inbound'),
})

/** Takes off what the hub put on, and no hook of somebody else. */
const untied = ({ inboundHook }: ProviderNumber) => ({
  inbound_agents: null,
  ...(inboundHook === 'here' ? { inbound_webhook_url: null } : {}),
})

/** Takes an agent off all its numbers, as whoever deletes it must. */
export const untieAll = (parts: { ctx: PluginContext; client: Retell }, reference: string): Promise<void> =>
  tieNumbers(parts, { reference, version: '' }, [])
