import type { DemoFile } from './demo-file.ts'

/** What the simulator tells of a call; the timeline itself is read back from the hub. */
export interface PlacedCall {
  call_id: string
}

interface PlayReply {
  calls?: PlacedCall[]
  error?: string
}

/** Has the sandbox ring the hub, following a script. Resolves when the calls are over. */
export async function placeCall(
  { base_url, connections, sandbox }: DemoFile,
  script: string,
): Promise<PlacedCall[]> {
  const connection = connections.find(({ plugin }) => plugin === 'retell')
  const response = await fetch(`${sandbox.control}/calls`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ script, hub: { base_url, connection_id: connection?.id } }),
  })
  const reply = (await response.json()) as PlayReply
  if (!response.ok || !reply.calls) throw new Error(reply.error ?? `the sandbox answered ${response.status}`)
  return reply.calls
}

export async function listScripts({
  sandbox,
}: DemoFile): Promise<Array<{ name: string; title: string; language: string }>> {
  const response = await fetch(`${sandbox.control}/calls/scripts`)
  const { scripts } = (await response.json()) as {
    scripts: Array<{ name: string; title: string; language: string }>
  }
  return scripts
}
