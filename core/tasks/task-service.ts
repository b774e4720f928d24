import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import { HubError } from '../platform/errors.ts'
import type { EventSink } from '../platform/events/event.ts'
import type { Task } from './task.ts'
import { taskEvent } from './task-events.ts'
import { closeTask, findTask, findTasks, type TaskFilter } from './task-repository.ts'

export interface TaskServiceParts {
  database: Database
  events: EventSink
  clock: Clock
}

/** Tasks as people see and close them. */
export class TaskService {
  readonly #parts: TaskServiceParts

  constructor(parts: TaskServiceParts) {
    this.#parts = parts
  }

  /** Newest first. */
  list(
    tenantId: string,
    filter: TaskFilter,
    page: { after: string | undefined; limit: number },
  ): Promise<Task[]> {
    return this.#parts.database.inTenant(tenantId, (tx) => findTasks(tx, tenantId, { filter, page }))
  }

  async get(tenantId: string, id: string): Promise<Task> {
    const task = await this.#parts.database.inTenant(tenantId, (tx) => findTask(tx, tenantId, id))
    if (!task) throw new HubError('not_found')
    return task
  }

  /** Closing it once more in the same way changes nothing; throws `conflict` where it was closed in another. */
  close(
    tenantId: string,
    id: string,
    { state, note = null }: { state: 'resolved' | 'dismissed'; note?: string | null | undefined },
  ): Promise<Task> {
    const { database, events, clock } = this.#parts
    return database.inTenant(tenantId, async (tx) => {
      const at = clock.now()
      const closed = await closeTask(tx, tenantId, { id, state, note, at: new Date(at) })
      if (closed) {
        await events.append(tx, [taskEvent('task.closed', closed, at)])
        return closed
      }
      const task = await findTask(tx, tenantId, id)
      if (!task) throw new HubError('not_found')
      if (task.state !== state)
        throw new HubError('conflict', { detail: `The task is ${task.state} already.` })
      return task
    })
  }
}
