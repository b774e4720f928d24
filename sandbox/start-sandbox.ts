import { type ControlServer, startControlServer } from './control/control-server.ts'
import { type RunningStandIn, StateFile } from './engine/index.ts'
import { parseSandboxSnapshot, type SandboxSnapshot } from './sandbox-snapshot.ts'
import { standIns } from './stand-ins.ts'

export type SandboxOptions = {
  /** Where the providers' state is kept over restarts; without it, it is gone with the process. */
  stateFile?: string
  /** Fixed ports by provider name, and `control`; free ones where not given. */
  ports?: Readonly<Record<string, number>>
  /** The providers' clock, epoch milliseconds; real time by default. */
  now?: () => number
  /** Overrides the keys the stand-ins accept; see `Sandbox.apiKeys` for the names. */
  apiKeys?: Readonly<Record<string, string>>
  /** Multiplies the waits between webhook retries (Stripe waits hours); 1 by default. */
  retryDelayFactor?: number
}

/** Base addresses (no final slash) by provider name. */
export type SandboxAddresses = Readonly<Record<string, string>> & {
  readonly calcom: string
  readonly google_calendar: string
  readonly retell: string
  readonly stripe: string
  readonly control: string
}

export type Sandbox = {
  readonly addresses: SandboxAddresses
  /** The keys the stand-ins accept, by name: calcom, google_client_id, google_client_secret, retell, stripe, ... */
  readonly apiKeys: Readonly<Record<string, string>>
  /** A running stand-in, for tests in the same process: its state, faults, journal, webhooks. */
  standIn: (name: string) => RunningStandIn
  /** Resolves when no webhook is being sent or due at any provider. */
  idle: () => Promise<void>
  stop: () => Promise<void>
}

/** Starts every stand-in and the control API on 127.0.0.1. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const running: RunningStandIn[] = []
  const file = options.stateFile === undefined ? undefined : stateFile(options.stateFile)
  // Nothing is stored until all are up, or the first to start would overwrite what the others have yet to read.
  let save = () => {}
  const saved = file?.read() ?? {}
  try {
    await startAll(running, { options, saved, save: () => save() })
  } catch (error) {
    for (const standIn of running) await standIn.stop()
    throw error
  }
  if (file) save = () => file.write(snapshotOf(running))
  save()
  const control = await startControlServer(options.ports?.control ?? 0, running, () => save())
  return describeSandbox(running, control)
}

type StartAll = { options: SandboxOptions; saved: SandboxSnapshot; save: () => void }

async function startAll(running: RunningStandIn[], { options, saved, save }: StartAll): Promise<void> {
  for (const standIn of standIns) {
    const snapshot = saved[standIn.name]
    const started = await standIn.start({
      port: options.ports?.[standIn.name] ?? 0,
      now: options.now ?? Date.now,
      apiKeys: options.apiKeys ?? {},
      save,
      retryDelayFactor: options.retryDelayFactor ?? 1,
      ...(snapshot && { snapshot }),
    })
    running.push(started)
  }
}

function describeSandbox(running: readonly RunningStandIn[], control: ControlServer): Sandbox {
  const byName = (name: string) => {
    const found = running.find((standIn) => standIn.name === name)
    if (!found) throw new Error(`The sandbox has no stand-in called ${name}`)
    return found
  }
  return {
    addresses: {
      ...Object.fromEntries(running.map(({ name, address }) => [name, address])),
      calcom: byName('calcom').address,
      google_calendar: byName('google_calendar').address,
      retell: byName('retell').address,
      stripe: byName('stripe').address,
      control: control.address,
    },
    apiKeys: Object.assign({}, ...running.map((standIn) => standIn.ownKeys)),
    standIn: byName,
    idle: async () => {
      for (const standIn of running) await standIn.webhooks.idle()
    },
    stop: async () => {
      for (const standIn of running) await standIn.stop()
      await control.close()
    },
  }
}

const stateFile = (path: string) => new StateFile<SandboxSnapshot>(path, parseSandboxSnapshot)

function snapshotOf(running: readonly RunningStandIn[]): SandboxSnapshot {
  return Object.fromEntries(running.map((standIn) => [standIn.name, standIn.snapshot()]))
}
