import type { Tx } from '../../platform/db/tx.ts'
import type { TaskBoard, TaskKind } from '../../tasks/index.ts'
import type { PluginCatalog } from '../catalog/plugin-catalog.ts'
import type { ConnectionRef, ConnectionState } from './connection.ts'

const KINDS: Partial<Record<ConnectionState['is'], TaskKind>> = {
  needs_reauth: 'connection_needs_reauth',
  misconfigured: 'connection_misconfigured',
  failed: 'connection_failed',
}

export interface ConnectionTasksParts {
  tasks: TaskBoard
  /** Left out where no plugin has been read yet. */
  catalog?: Pick<PluginCatalog, 'find'>
}

/** The tasks that states of connections call for. */
export class ConnectionTasks {
  readonly #parts: ConnectionTasksParts

  constructor(parts: ConnectionTasksParts) {
    this.#parts = parts
  }

  /** Of a connection that has come into this state. What is tried again may still need somebody. */
  async note(tx: Tx, ref: ConnectionRef, { plugin, state }: { plugin: string; state: ConnectionState }) {
    const { tasks, catalog } = this.#parts
    const kind = KINDS[state.is]
    if (kind) {
      const auth = catalog?.find(plugin)?.manifest.auth.kind
      const field = 'field' in state ? { field: state.field } : {}
      await tasks.open(tx, ref.tenantId, {
        kind,
        topic: topicOf(ref),
        about: { connection_id: ref.connectionId },
        facts: { plugin, ...(auth ? { auth } : {}), ...field },
      })
    } else if (state.is !== 'retrying') await this.settle(tx, ref)
  }

  settle(tx: Tx, ref: ConnectionRef): Promise<void> {
    return this.#parts.tasks.settle(tx, ref.tenantId, [topicOf(ref)])
  }
}

const topicOf = ({ connectionId }: ConnectionRef): string => `connection:${connectionId}`
