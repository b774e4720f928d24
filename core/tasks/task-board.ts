import type { Clock } from '../platform/clock.ts'
import type { Tx } from '../platform/db/tx.ts'
import type { EventSink } from '../platform/events/event.ts'
import type { NewTask, Task } from './task.ts'
import { taskEvent } from './task-events.ts'
import { findOpenTask, putTask, settleTopics } from './task-repository.ts'

/**
 * What needs somebody's attention. Opened and settled by the code that knows, in the transaction in which it comes to
 * know: any number of times, since each topic has one open task at most.
 */
export class TaskBoard {
  readonly #events: EventSink
  readonly #clock: Clock

  constructor({ events, clock }: { events: EventSink; clock: Clock }) {
    this.#events = events
    this.#clock = clock
  }

  /** One of another kind that is open on the same topic is settled: what is newer counts. */
  async open(tx: Tx, tenantId: string, task: NewTask): Promise<Task> {
    const at = new Date(this.#clock.now())
    const { topic, kind } = task
    await this.#tellSettled(tx, await settleTopics(tx, tenantId, { topics: [topic], at, except: kind }))
    const { task: put, isNew } = await putTask(tx, tenantId, { task, at })
    if (isNew) await this.#events.append(tx, [taskEvent('task.opened', put, at.getTime())])
    return put
  }

  /** What they were about is so no more. */
  async settle(tx: Tx, tenantId: string, topics: readonly string[]): Promise<void> {
    if (topics.length === 0) return
    const at = new Date(this.#clock.now())
    await this.#tellSettled(tx, await settleTopics(tx, tenantId, { topics, at }))
  }

  /** The open one of a topic. */
  find(tx: Tx, tenantId: string, topic: string): Promise<Task | undefined> {
    return findOpenTask(tx, tenantId, topic)
  }

  #tellSettled(tx: Tx, tasks: readonly Task[]): Promise<void> {
    const at = this.#clock.now()
    return this.#events.append(
      tx,
      tasks.map((task) => taskEvent('task.closed', task, at)),
    )
  }
}
