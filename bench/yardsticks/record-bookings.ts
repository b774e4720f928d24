import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { BenchGround } from '../ground/bench-ground.ts'
import { startHub } from '../ground/hub-server.ts'
import { SLOTS, slotTime } from '../ground/slot-time.ts'
import type { Salon } from '../ground/world.ts'
import { requestsOf } from '../load/requests-of.ts'
import { type BookingTemplate, templateOf } from './booking-template.ts'
import { commonTransactions, type SentStatement, transactionsOf } from './sent-statement.ts'

const WEEK = 7 * 48
/** The load never comes that far. Two are compared, a week apart. */
const COMPARED = [SLOTS - 10 - 2 * WEEK, SLOTS - 10 - WEEK] as const
/** More of them tell what every booking does from what is done once a second (a look at the key). */
const OTHERS = [SLOTS - 1, SLOTS - 2, SLOTS - 3]
const NOTICE = 'notify-by-itself'

/**
 * What a hub sends to PostgreSQL for one `POST /v1/appointments` with each of these businesses. It books some
 * times with each, in a process of its own, which writes down its statements.
 */
export async function recordBookings(
  ground: BenchGround,
  salons: readonly Salon[],
): Promise<BookingTemplate[]> {
  const file = join(ground.folder, 'statements.jsonl')
  const recorder = pathToFileURL(join(import.meta.dirname, 'record-statements.ts'))
  recorder.searchParams.set('into', file)
  const hub = await startHub(ground, {
    name: 'recorded',
    role: 'api',
    nodeFlags: ['--import', recorder.href],
  })
  try {
    const templates: BookingTemplate[] = []
    for (const salon of salons) templates.push(await recordSalon({ url: hub.url, file }, salon))
    return templates
  } finally {
    await hub.stop()
  }
}

async function recordSalon(hub: { url: string; file: string }, salon: Salon): Promise<BookingTemplate> {
  const bounds = [linesIn(hub.file).length]
  for (const slot of [...OTHERS, ...COMPARED]) {
    await book(hub.url, salon, slot)
    bounds.push(linesIn(hub.file).length)
  }
  const sent = linesIn(hub.file).map((line) => JSON.parse(line) as SentStatement)
  const lineOf = new Map(sent.map((statement, line) => [statement, line]))
  // A notice tells other processes, some time after the answer.
  const transactions = transactionsOf(sent.filter(({ name }) => name !== NOTICE))
  // What the courier began before a request may end within it: a transaction is where it began.
  const requests = bounds.slice(1).map((end, at) =>
    transactions.filter(([first]) => {
      const line = (first && lineOf.get(first)) ?? end
      return line >= (bounds[at] ?? end) && line < end
    }),
  )
  const [one = [], other = []] = commonTransactions(requests).slice(OTHERS.length)
  const [first, second] = COMPARED
  const template = templateOf(
    { start: slotTime(first), transactions: one },
    { start: slotTime(second), transactions: other },
  )
  if (template.flat().some(({ text }) => text.includes('insert into appointments'))) return template
  throw new Error('the recorded bookings have too little in common')
}

const linesIn = (file: string): string[] => readFileSync(file, 'utf8').split('\n').slice(0, -1)

/** Each is answered before the next is sent, and what it sent was written down before it was answered. */
async function book(url: string, salon: Salon, slot: number): Promise<void> {
  const keys = salon.keys.slice(0, 1)
  const { path, body, ...request } = requestsOf({
    is: 'bookings',
    salons: [{ ...salon, keys }],
    first: slot,
  })()
  const reply = await fetch(`${url}${path}`, { ...request, body: body ?? null })
  if (reply.status !== 201) throw new Error(`POST ${path}: ${reply.status} ${await reply.text()}`)
  await reply.arrayBuffer()
}
