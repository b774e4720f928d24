import { CallSimulation } from '../../calls/index.ts'
import { type Connection, ConnectionService } from '../../integrations/index.ts'
import type { Config } from '../../platform/config/config.ts'
import { newId } from '../../platform/ids.ts'
import { TenantDirectory } from '../../tenants/index.ts'
import type { Hub } from '../hub.ts'
import { type DemoFile, demoFilePath, readDemoFile, writeDemoFile } from './demo-file.ts'
import { type DemoSandbox, forgetSandbox, startDemoSandbox } from './demo-sandbox.ts'
import { addressesOf, registerHooks, seedAdmin, seedDemo } from './demo-seed.ts'
import { demoSimulator } from './demo-simulator.ts'
import { demoInTheMaking, demoIsMade, noteDemoInTheMaking } from './half-made-demo.ts'
import { placeCall } from './place-call.ts'
import { printTimeline } from './print-timeline.ts'

export interface Demo {
  stop(): Promise<void>
}

/**
 * On an empty database: seeds an agency with a salon, places one simulated call and prints what came of it. On a
 * database that was seeded before: brings the sandboxed providers back. On anybody's own data: nothing. Rejects when
 * the hub is told to stop before the demo is complete; the next start makes up for it.
 */
export async function demoOf(hub: Hub, config: Config, told: AbortSignal): Promise<Demo | undefined> {
  if (!config.demo || config.role !== 'all') return undefined
  const known = readDemoFile(config.dataDir)
  const agencies = await hub.container.resolve(TenantDirectory).issuerIds()
  // The file may be of another database than the one the hub was given this time.
  const seeded = known !== undefined && agencies.includes(known.agency.id)
  if (!seeded && agencies.length > 0) return undefined
  if (!seeded) forgetSandbox(config.dataDir)
  const sandbox = await open(hub, config)
  try {
    const demo = seeded ? await resume(hub, sandbox, known) : await seed(hub, config, sandbox)
    writeDemoFile(config.dataDir, demo)
    hub.container.resolve(CallSimulation).plugIn(demoSimulator(sandbox, hub.localUrl))
    if (demoInTheMaking(config.dataDir)) await firstCall(demo, told)
    demoIsMade(config.dataDir)
    process.stdout.write(addressLines(demo, config))
  } catch (error) {
    await sandbox.stop()
    throw error
  }
  return {
    stop: () => {
      hub.container.resolve(CallSimulation).plugIn(undefined)
      return sandbox.stop()
    },
  }
}

function seed(hub: Hub, { dataDir }: Config, sandbox: DemoSandbox): Promise<DemoFile> {
  const agencyId = newId()
  noteDemoInTheMaking(dataDir, { agencyId })
  return seedDemo(hub, sandbox, agencyId)
}

async function firstCall(demo: DemoFile, told: AbortSignal): Promise<void> {
  told.throwIfAborted()
  process.stdout.write('The demo salon is set up. Somebody rings ...\n\n')
  await Promise.race([ring(demo, told), untilAborted(told)])
}

const untilAborted = (told: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => told.addEventListener('abort', () => reject(told.reason), { once: true }))

/** The hub is up by now: a call that went wrong is told, and no reason to stop. */
async function ring(demo: DemoFile, told: AbortSignal): Promise<void> {
  try {
    for (const call of await placeCall(demo, 'plain-booking')) await printTimeline(demo, call)
  } catch (error) {
    if (told.aborted) return
    const why = error instanceof Error ? error.message : String(error)
    process.stdout.write(`The first call could not be shown: ${why}\n`)
  }
}

/** Ports may have changed since: of the hub, so that webhooks must be led anew, or of the sandbox. */
async function resume(hub: Hub, sandbox: DemoSandbox, known: DemoFile): Promise<DemoFile> {
  const admin = known.admin ?? (await seedAdmin(hub, known.agency.id))
  const now: DemoFile = { ...known, base_url: hub.localUrl, admin, sandbox: addressesOf(sandbox) }
  const connections = await demoConnections(hub, known)
  if (JSON.stringify(now.sandbox) !== JSON.stringify(known.sandbox))
    await moveConnections(hub, connections, now)
  if (now.base_url !== known.base_url) {
    const of = (plugin: string) => connections.find((one) => one.plugin === plugin)
    const [calcom, stripe] = [of('calcom'), of('stripe')]
    if (stripe) await registerHooks(hub, { stripe }, sandbox)
    if (calcom) await lookAt(hub, calcom)
  }
  return now
}

/** So that the hub's webhook there leads to its new address now and not at the next turn. */
async function lookAt({ container }: Hub, { tenantId, id }: Connection): Promise<void> {
  await container.resolve(ConnectionService).check({ tenantId, connectionId: id })
}

async function open(hub: Hub, config: Config): Promise<DemoSandbox> {
  const sandbox = await startDemoSandbox(config.dataDir, () => hub.clock.now())
  for (const address of Object.values(sandbox.addresses)) hub.opened.add(new URL(address).host)
  return sandbox
}

async function demoConnections(hub: Hub, { agency, client }: DemoFile): Promise<Connection[]> {
  const connections = hub.container.resolve(ConnectionService)
  return [...(await connections.list(agency.id)), ...(await connections.list(client.id))]
}

async function moveConnections(
  hub: Hub,
  connections: readonly Connection[],
  { sandbox }: DemoFile,
): Promise<void> {
  const addresses: Record<string, string> = { ...sandbox, 'google-calendar': sandbox.google_calendar }
  for (const connection of connections) {
    const base_url = addresses[connection.plugin]
    const ref = { tenantId: connection.tenantId, connectionId: connection.id }
    const moved = { settings: { base_url }, secretsMove: true }
    if (base_url) await hub.container.resolve(ConnectionService).update(ref, moved)
  }
}

function addressLines({ base_url, admin, sandbox }: DemoFile, { dataDir }: Config): string {
  return [
    '',
    `  Admin             ${base_url}/admin/   (${admin?.email}, password in the file below)`,
    `  API and docs      ${base_url}/docs`,
    `  Keys and ids      ${demoFilePath(dataDir)}`,
    `  Sandbox control   ${sandbox.control}`,
    '  Another call      npm run call -- --script slot-taken   (--list names all)',
    '',
    '',
  ].join('\n')
}
