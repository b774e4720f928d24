export const taskKinds = [
  'connection_needs_reauth',
  'connection_misconfigured',
  'connection_failed',
  'job_given_up',
  'owner_wish',
  'entry_refused',
  'payment_disputed',
] as const

export type TaskKind = (typeof taskKinds)[number]

/** `settled`: by itself, since what it was about is so no more; `resolved` and `dismissed`: by somebody. */
export const taskStates = ['open', 'settled', 'resolved', 'dismissed'] as const

export type TaskState = (typeof taskStates)[number]

/** Ids of what it concerns. The words are the API's. */
export interface TaskAbout {
  connection_id?: string
  appointment_id?: string
  call_id?: string
  job_id?: string
  invoice_id?: string
}

export interface NewTask {
  kind: TaskKind
  /** What it is about, in one word: of each topic a tenant has one open task at most. */
  topic: string
  about: TaskAbout
  /** Codes, ids and times; nothing personal. The words are the API's. */
  facts: Record<string, unknown>
}

export interface Task extends NewTask {
  id: string
  tenantId: string
  state: TaskState
  openedAt: Date
  closedAt: Date | null
  /** Of whoever closed it. */
  note: string | null
}
