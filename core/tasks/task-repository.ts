import { sql } from '../platform/db/sql.ts'
import type { Tx } from '../platform/db/tx.ts'
import { newId } from '../platform/ids.ts'
import type { ForgottenBatch, OldRows } from '../platform/retention/tenant-by-tenant.ts'
import type { NewTask, Task, TaskKind, TaskState } from './task.ts'

const COLUMNS = `id, tenant_id as "tenantId", kind, topic, about, facts, state, opened_at as "openedAt",
  closed_at as "closedAt", note`

/** One that is open already gets the newer facts. Tells whether it is new. */
export async function putTask(
  tx: Tx,
  tenantId: string,
  { task, at }: { task: NewTask; at: Date },
): Promise<{ task: Task; isNew: boolean }> {
  const row = await tx.first<Task & { isNew: boolean }>({
    name: 'task-put',
    text: `insert into tasks (tenant_id, id, kind, topic, about, facts, opened_at)
      values ($1, $2, $3, $4, $5, $6, $7)
      on conflict (tenant_id, topic) where state = 'open' do update set about = excluded.about, facts = excluded.facts
      returning ${COLUMNS}, xmax = 0 as "isNew"`,
    values: [
      tenantId,
      newId(),
      task.kind,
      task.topic,
      JSON.stringify(task.about),
      JSON.stringify(task.facts),
      at,
    ],
  })
  if (!row) throw new Error('a task was neither made nor found')
  const { isNew, ...put } = row
  return { task: put, isNew }
}

/** The open ones of these topics; with `except` those of another kind only. */
export function settleTopics(
  tx: Tx,
  tenantId: string,
  { topics, at, except }: { topics: readonly string[]; at: Date; except?: TaskKind | undefined },
): Promise<Task[]> {
  return tx.rows<Task>({
    name: 'task-settle',
    text: `update tasks set state = 'settled', closed_at = $3
      where tenant_id = $1 and topic = any ($2) and state = 'open' and kind is distinct from $4
      returning ${COLUMNS}`,
    values: [tenantId, topics, at, except ?? null],
  })
}

export function closeTask(
  tx: Tx,
  tenantId: string,
  { id, state, note, at }: { id: string; state: 'resolved' | 'dismissed'; note: string | null; at: Date },
): Promise<Task | undefined> {
  return tx.first<Task>({
    name: 'task-close',
    text: `update tasks set state = $3, note = $4, closed_at = $5
      where tenant_id = $1 and id = $2 and state = 'open' returning ${COLUMNS}`,
    values: [tenantId, id, state, note, at],
  })
}

export function findTask(tx: Tx, tenantId: string, id: string): Promise<Task | undefined> {
  return tx.first<Task>({
    name: 'task-find',
    text: `select ${COLUMNS} from tasks where tenant_id = $1 and id = $2`,
    values: [tenantId, id],
  })
}

export interface TaskFilter {
  state?: TaskState | undefined
  kind?: TaskKind | undefined
}

/** Newest first. */
export function findTasks(
  tx: Tx,
  tenantId: string,
  { filter, page }: { filter: TaskFilter; page: { after: string | undefined; limit: number } },
): Promise<Task[]> {
  const query = sql('tasks').select(sql.raw(COLUMNS)).where({ tenant_id: tenantId })
  if (filter.state) query.where({ state: filter.state })
  if (filter.kind) query.where({ kind: filter.kind })
  if (page.after) query.where('id', '<', page.after)
  return tx.rows<Task>(query.orderBy('id', 'desc').limit(page.limit))
}

/** The open one of a topic. */
export function findOpenTask(tx: Tx, tenantId: string, topic: string): Promise<Task | undefined> {
  return tx.first<Task>({
    name: 'task-open',
    text: `select ${COLUMNS} from tasks where tenant_id = $1 and topic = $2 and state = 'open'`,
    values: [tenantId, topic],
  })
}

/** What is open stays, however old it is. */
export function deleteClosedTasks(
  tx: Tx,
  tenantId: string,
  { after, before, limit }: OldRows,
): Promise<ForgottenBatch | undefined> {
  return tx.first<ForgottenBatch>({
    text: `with old as (
        select id from tasks where tenant_id = $1 and id >= $2 and id < $3 and state <> 'open'
        order by id limit $4 for update skip locked),
      gone as (delete from tasks using old where tasks.tenant_id = $1 and tasks.id = old.id returning tasks.id)
      select count(*)::int as rows, max(id::text) as reached from gone`,
    values: [tenantId, after, before, limit],
  })
}
