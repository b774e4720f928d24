import 'reflect-metadata'
import type { DependencyContainer } from 'tsyringe'
import { instanceCachingFactory } from 'tsyringe'
import type { Clock } from '../platform/clock.ts'
import { Database } from '../platform/db/database.ts'
import type { EventSink } from '../platform/events/event.ts'
import { CLOCK, EVENTS } from '../platform/tokens.ts'
import { TaskBoard } from './task-board.ts'
import { TaskService } from './task-service.ts'

export function registerTasks(container: DependencyContainer): void {
  container.register(TaskBoard, { useFactory: instanceCachingFactory((c) => new TaskBoard(basics(c))) })
  container.register(TaskService, { useFactory: instanceCachingFactory((c) => new TaskService(basics(c))) })
}

const basics = (c: DependencyContainer) => ({
  database: c.resolve(Database),
  events: c.resolve<EventSink>(EVENTS),
  clock: c.resolve<Clock>(CLOCK),
})
