import { randomUUID } from 'node:crypto'
import { expect } from '@jest/globals'
import { rowsOf } from '../../core/platform/testing/database-rows.ts'
import { api, eventually } from '../../core/test/program/api.ts'
import { DECIDED } from '../../core/users/index.ts'
import { SCOPES } from '../src/pages/system/scopes.ts'
import { seriousFaults } from './accessibility.ts'
import type { Scenario, Stage } from './stage.ts'

export const systemScenarios: Scenario[] = [
  { name: 'of two jobs that were put away one is started again and done, the other left out', run: putAway },
  {
    name: 'a key is made, shown once, may what it was given, and is nobody’s once it is revoked',
    run: oneKey,
  },
  {
    name: 'every noun that a role may do something with is offered for a key',
    async run() {
      const offered = new Set(SCOPES.map((scope) => scope.split(':')[0]))
      expect([...DECIDED].filter((noun) => !offered.has(noun))).toEqual([])
    },
  },
]

/** One that looks at a connection of the client, as it stands after its process has ended three times. */
async function putOneAway({ program: { demo, database } }: Stage): Promise<string> {
  const id = randomUUID()
  const connection = demo.connections.find(({ plugin }) => plugin === 'calcom')?.id
  await rowsOf(
    database,
    `insert into jobs (id, tenant_id, kind, payload, state, run_at, attempts, crashes, last_error, finished_at)
     values ($1, $2, 'connection.check', $3, 'quarantined', now(), 3, 3, 'The runner ended during the last attempt.', now())`,
    [id, demo.client.id, { connection_id: connection }],
  )
  return id
}

async function putAway(stage: Stage): Promise<void> {
  const { demo } = stage.program
  const ids = [await putOneAway(stage), await putOneAway(stage)]
  const page = await stage.open(stage.path('system?tab=jobs'))
  const queue = page.getByRole('table', { name: 'Queues of all clients' })
  await queue.getByRole('row', { name: /^Check a connection.*connection.check.*2$/ }).waitFor()
  await page.getByText('Put away', { exact: true }).nth(1).click()
  const jobs = page.getByRole('table', { name: 'Jobs of this client' })
  const rows = jobs.getByRole('row', { name: /connection.check/ })
  await rows.nth(1).waitFor()
  expect(await seriousFaults(page)).toEqual([])
  await rows.first().getByRole('button', { name: 'Start again' }).click()
  await page.getByText('The job waits again, with all its attempts.').waitFor()
  await rows.nth(1).waitFor({ state: 'detached' })
  // What is said stays as long as the mouse is over it, and the next button may lie below.
  await page.mouse.move(0, 0)
  await rows.first().getByRole('button', { name: 'Leave out' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Leave out' }).click()
  await page.getByText('No jobs in this state.').waitFor()
  const statesNow = async (): Promise<string[]> => {
    const { data } = (await api(demo, 'GET /v1/jobs?kind=connection.check&limit=50')).body
    return data
      .filter(({ id }: { id: string }) => ids.includes(id))
      .map(({ state }: { state: string }) => state)
  }
  const states = await eventually(statesNow, (all) => all.includes('done'))
  expect(states.toSorted()).toEqual(['cancelled', 'done'])
}

async function oneKey(stage: Stage): Promise<void> {
  const { demo } = stage.program
  const page = await stage.open(stage.path('system?tab=keys'), { expected: /422/ })
  await page.getByRole('button', { name: 'New key' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/^Name/).fill('Bookkeeping')
  const scopes = dialog.getByRole('combobox', { name: /^Scopes/ })
  await scopes.fill('everything please')
  await scopes.press('Enter')
  await scopes.press('Tab')
  await dialog.getByRole('button', { name: 'Make it' }).click()
  await dialog.getByText('must be written like this: calls:read, customers:write, *').waitFor()
  await scopes.press('Backspace')
  await scopes.fill('calls:r')
  await page.getByRole('option', { name: 'calls:read' }).click()
  await scopes.press('Tab')
  expect(await seriousFaults(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Make it' }).click()
  await dialog.getByText('The key, shown once').waitFor()
  const key = (await dialog.locator('code').textContent()) ?? ''
  expect(await seriousFaults(page)).toEqual([])
  await dialog.getByRole('button', { name: 'I have kept it' }).click()
  await dialog.waitFor({ state: 'detached' })
  expect(await page.content()).not.toContain(key)

  const asked = async (route: string) => (await api(demo, route, { key })).status
  expect([await asked('GET /v1/calls'), await asked('GET /v1/customers')]).toEqual([200, 403])
  const { data } = (await api(demo, 'GET /v1/api-keys')).body
  const made = data.find(({ name }: { name: string }) => name === 'Bookkeeping')
  expect(Math.round((Date.parse(made.expires_at) - Date.now()) / 86_400_000)).toBe(90)

  const row = page.getByRole('row', { name: 'Bookkeeping' })
  await row.getByRole('button', { name: 'Revoke' }).click()
  await dialog.getByRole('button', { name: 'Revoke' }).click()
  await row.getByText('Revoked').waitFor()
  expect(await asked('GET /v1/calls')).toBe(401)
}
