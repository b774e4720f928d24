import { askedPage, asPage, pageSchema } from '../platform/http/cursor-page.ts'
import { idParams } from '../platform/http/id-params.ts'
import { defineRoute, type Route } from '../platform/http/route.ts'
import type { Language, TenantService } from '../tenants/index.ts'
import { closingSchema, languageQuery, presentTask, taskSchema, tasksQuery } from './task-schemas.ts'
import type { TaskService } from './task-service.ts'

export interface TaskRouteParts {
  tasks: TaskService
  tenants: Pick<TenantService, 'get'>
}

export function taskRoutes(parts: TaskRouteParts): Route[] {
  const close = closing(parts)
  return [
    ...readRoutes(parts),
    close('resolve', 'resolved', 'Somebody has taken care of a task'),
    close('dismiss', 'dismissed', 'Nothing is to be done about a task'),
  ]
}

const presenting =
  ({ tenants }: TaskRouteParts) =>
  async (tenantId: string, asked?: Language) =>
    presentTask(asked ?? (await tenants.get(tenantId)).language)

function readRoutes(parts: TaskRouteParts): Route[] {
  const { tasks } = parts
  const presenter = presenting(parts)
  const list = defineRoute({
    method: 'GET',
    path: '/v1/tasks',
    tag: 'tasks',
    summary: 'What needs attention, newest first',
    description:
      'Tasks are opened where something cannot go on without somebody, and settled by themselves once it can. `state=open` is the list of an admin. The events task.opened and task.closed tell of each.',
    permission: 'tasks:read',
    rate: 'read',
    query: tasksQuery,
    replies: { 200: { description: 'A page of tasks', schema: pageSchema(taskSchema) } },
    async handler({ tenantId, query }) {
      const page = askedPage(query)
      const found = await tasks.list(tenantId, { state: query.state, kind: query.kind }, page)
      const present = await presenter(tenantId, query.language)
      return { status: 200, body: asPage(found, page, { id: ({ id }) => id, present }) }
    },
  })
  const get = defineRoute({
    method: 'GET',
    path: '/v1/tasks/:id',
    tag: 'tasks',
    summary: 'One task',
    permission: 'tasks:read',
    rate: 'read',
    params: idParams('id'),
    query: languageQuery,
    replies: { 200: { description: 'The task', schema: taskSchema } },
    async handler({ tenantId, params, query }) {
      const task = await tasks.get(tenantId, params.id)
      return { status: 200, body: (await presenter(tenantId, query.language))(task) }
    },
  })
  return [list, get]
}

/** Neither does anything about what the task is about: that is what its actions are for. */
const closing =
  (parts: TaskRouteParts) =>
  (name: string, state: 'resolved' | 'dismissed', summary: string): Route =>
    defineRoute({
      method: 'POST',
      path: `/v1/tasks/:id/${name}`,
      tag: 'tasks',
      summary,
      description: 'Closes it and changes nothing else. Should it happen again, there will be a new task.',
      permission: 'tasks:write',
      rate: 'write',
      params: idParams('id'),
      body: closingSchema,
      replies: {
        200: { description: 'The task', schema: taskSchema },
        409: { description: 'It was closed in another way' },
      },
      async handler({ tenantId, params, body }) {
        const task = await parts.tasks.close(tenantId, params.id, { state, note: body.note })
        return { status: 200, body: (await presenting(parts)(tenantId))(task) }
      },
    })
