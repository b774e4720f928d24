import type { CallSimulator, PlayedSimulation, SimulatedScript, SimulationOrder } from '../../calls/index.ts'
import type { DemoSandbox } from './demo-sandbox.ts'

interface PlayReply {
  calls?: Array<{ call_id: string; answered: boolean }>
  not_understood?: string[]
  error?: string
}

/** Milliseconds beyond what the calls themselves may take. */
const MARGIN = 10_000

/** Places calls by the control API of the demo's sandbox. `hubUrl`: where the sandbox finds the hub. */
export function demoSimulator({ addresses }: Pick<DemoSandbox, 'addresses'>, hubUrl: string): CallSimulator {
  return {
    answersFor: ({ base_url: url }) => url === addresses.retell,
    async scripts(): Promise<SimulatedScript[]> {
      const response = await fetch(`${addresses.control}/calls/scripts`)
      const { scripts } = (await response.json()) as { scripts: SimulatedScript[] }
      return scripts.map(({ name, about, language }) => ({ name, about, language }))
    },
    async play(order): Promise<PlayedSimulation> {
      const response = await fetch(`${addresses.control}/calls`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(bodyOf(order, hubUrl)),
        signal: AbortSignal.timeout(order.longest + MARGIN),
      })
      const reply = (await response.json()) as PlayReply
      if (!response.ok || !reply.calls)
        throw new Error(reply.error ?? `the sandbox answered ${response.status}`)
      const answered = reply.calls.filter((call) => call.answered)
      return {
        providerCallIds: answered.map(({ call_id }) => call_id),
        notUnderstood: reply.not_understood ?? [],
      }
    },
  }
}

const bodyOf = (order: SimulationOrder, hubUrl: string) => ({
  ...order.said,
  hub: { base_url: hubUrl, connection_id: order.connectionId },
  to: order.to,
  ...(order.from === undefined ? {} : { from: order.from }),
  call_id: order.providerCallId,
  speed: order.speed,
  longest_ms: order.longest,
})
