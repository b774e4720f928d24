/** Names a connection together with its owner: an agency's shared one serves clients too. */
export interface ConnectionRef {
  /** The owner. */
  tenantId: string
  connectionId: string
}

/** Only typed failures of the plugin and decisions of the admin move it. Times are epoch milliseconds. */
export type ConnectionState =
  | { is: 'draft' }
  | { is: 'connecting' }
  | { is: 'ready' }
  | { is: 'retrying'; at: number; why: string }
  | { is: 'needs_reauth'; why: string }
  | { is: 'misconfigured'; field: string; why: string }
  | { is: 'failed'; why: string }
  | { is: 'disabled' }

export interface Connection {
  id: string
  tenantId: string
  plugin: string
  name: string
  /** Without secrets. */
  settings: Record<string, unknown>
  /** Clients of an agency may use it. */
  shared: boolean
  state: ConnectionState
  version: number
}

/** Whether the hub may call the provider at all. `retrying` may: that is what a retry is. */
export function isUsable({ state }: Pick<Connection, 'state'>): boolean {
  return state.is === 'ready' || state.is === 'retrying'
}

/** What work says that waits until somebody has done something about the connection. */
export const whyNot = (state: ConnectionState): string =>
  state.is === 'needs_reauth' || state.is === 'misconfigured' ? state.why : `the connection is ${state.is}`

/** Milliseconds after which a connection in trouble is looked at again, growing with each failure in a row. */
export function retryDelay(failures: number): number {
  return Math.min(15 * 60_000, 15_000 * 2 ** Math.min(failures, 10))
}
