import { Type } from '@sinclair/typebox'
import { pageQuery } from '../platform/http/cursor-page.ts'
import type { Language } from '../tenants/index.ts'
import { type Task, taskKinds, taskStates } from './task.ts'
import { actionsOf } from './task-actions.ts'
import { sayTask } from './task-words.ts'

const time = Type.String({ format: 'date-time' })
const Kind = Type.Union(taskKinds.map((kind) => Type.Literal(kind)))
const State = Type.Union(taskStates.map((state) => Type.Literal(state)))
const LanguageSchema = Type.Union([Type.Literal('de'), Type.Literal('en')], {
  description: "Of `text`; default the tenant's",
})

export const languageQuery = Type.Object(
  { language: Type.Optional(LanguageSchema) },
  { additionalProperties: false },
)

export const tasksQuery = Type.Object(
  {
    ...pageQuery.properties,
    ...languageQuery.properties,
    state: Type.Optional(State),
    kind: Type.Optional(Kind),
  },
  { additionalProperties: false },
)

export const closingSchema = Type.Object(
  {
    note: Type.Optional(
      Type.String({ minLength: 1, maxLength: 500, description: 'Kept with the task; nothing personal' }),
    ),
  },
  { additionalProperties: false },
)

const actionSchema = Type.Object({
  name: Type.String({ examples: ['agree', 'decline', 'authorize', 'retry'] }),
  method: Type.String(),
  path: Type.String(),
  body: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
})

export const taskSchema = Type.Object(
  {
    id: Type.String({ format: 'uuid' }),
    kind: Kind,
    state: { ...State, description: 'settled: what it was about is so no more; the others by somebody' },
    text: Type.String({ description: 'What is to be decided or done' }),
    about: Type.Object({
      connection_id: Type.Optional(Type.String()),
      appointment_id: Type.Optional(Type.String()),
      call_id: Type.Optional(Type.String()),
      job_id: Type.Optional(Type.String()),
      invoice_id: Type.Optional(Type.String()),
    }),
    facts: Type.Record(Type.String(), Type.Unknown(), {
      description: 'Codes, ids and times, by kind; nothing personal',
    }),
    actions: Type.Array(actionSchema, {
      description: 'Requests to this API, each of which does something about it; none once it is closed',
    }),
    opened_at: time,
    closed_at: Type.Union([time, Type.Null()]),
    note: Type.Union([Type.String(), Type.Null()]),
  },
  { title: 'Task' },
)

export const presentTask = (language: Language) => (task: Task) => ({
  id: task.id,
  kind: task.kind,
  state: task.state,
  text: sayTask(task, language),
  about: task.about,
  facts: task.facts,
  actions: actionsOf(task),
  opened_at: task.openedAt.toISOString(),
  closed_at: task.closedAt?.toISOString() ?? null,
  note: task.note,
})
