import type { NewEvent } from '../platform/events/event.ts'
import type { Task } from './task.ts'

/** `at` in epoch milliseconds. */
export function taskEvent(type: 'task.opened' | 'task.closed', task: Task, at: number): NewEvent {
  const { kind, about, facts, state } = task
  return {
    tenantId: task.tenantId,
    aggregate: 'task',
    aggregateId: task.id,
    version: type === 'task.opened' ? 1 : 2,
    type,
    payload: { kind, about, facts, state },
    occurredAt: at,
  }
}
