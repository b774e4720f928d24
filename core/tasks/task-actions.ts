import type { Task, TaskAbout } from './task.ts'

/** Something that can be done about a task: a request to the hub's own API. */
export interface TaskAction {
  name: string
  method: 'POST' | 'PATCH'
  path: string
  body?: Record<string, unknown>
}

/** None once it is closed. */
export function actionsOf({ kind, state, about, facts }: Task): TaskAction[] {
  return state === 'open' ? ACTIONS[kind](about, facts) : []
}

type Actions = (about: TaskAbout, facts: Task['facts']) => TaskAction[]

const post = (name: string, path: string, body?: Record<string, unknown>): TaskAction =>
  body ? { name, method: 'POST', path, body } : { name, method: 'POST', path }

const connection = ({ connection_id: id }: TaskAbout) => `/v1/connections/${id}`
const appointment = ({ appointment_id: id }: TaskAbout) => `/v1/appointments/${id}`

const enterSettings = (about: TaskAbout): TaskAction => ({
  name: 'enter_settings',
  method: 'PATCH',
  path: connection(about),
})

const check = (about: TaskAbout): TaskAction => post('check', `${connection(about)}/check`)

const moveTo = (name: string, about: TaskAbout, start: unknown): TaskAction =>
  post(name, `${appointment(about)}/reschedule`, { start, actor: 'business' })

const cancel = (name: string, about: TaskAbout): TaskAction =>
  post(name, `${appointment(about)}/cancel`, { actor: 'business' })

const ACTIONS: Record<Task['kind'], Actions> = {
  connection_needs_reauth: (about, { auth }) =>
    auth === 'oauth2' ? [post('authorize', `${connection(about)}/authorize`)] : [enterSettings(about)],
  connection_misconfigured: (about) => [enterSettings(about), check(about)],
  connection_failed: (about) => [check(about)],
  job_given_up: ({ job_id: id }) => [post('retry', `/v1/jobs/${id}/retry`)],
  owner_wish: (about, { wished_start: start }) => [
    typeof start === 'string' ? moveTo('agree', about, start) : cancel('agree', about),
    post('decline', `${appointment(about)}/write-entries`),
  ],
  entry_refused: (about, { what, alternatives }) => {
    if (what === 'removal') return [post('retry', `${appointment(about)}/write-entries`)]
    return [
      ...(Array.isArray(alternatives) ? alternatives : []).map(({ start }) => moveTo('move', about, start)),
      cancel('cancel', about),
    ]
  },
  // Evidence is handed in at the provider.
  payment_disputed: () => [],
}
