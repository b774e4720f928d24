import { randomUUID } from 'node:crypto'
import { expect } from '@jest/globals'
import { TOTP } from 'otpauth'
import type { Page } from 'playwright-core'
import { api } from '../../core/test/program/api.ts'
import { seriousFaults } from './accessibility.ts'
import type { Credentials, Scenario, Stage } from './stage.ts'

const PASSWORD = 'vier Fenster zum Hof'

/** Invited over the API; accepts in the browser. */
async function staffMember(stage: Stage): Promise<Credentials> {
  const email = `staff-${randomUUID().slice(0, 8)}@salon.example`
  const { demo } = stage.program
  const { body } = await api(demo, 'POST /v1/invitations', { body: { email, role: 'client_staff' } })
  const page = await stage.open(`/admin/invitation${new URL(body.url).hash}`, { as: 'nobody' })
  await page.getByLabel('Name').fill('Nele')
  await page.getByLabel(/^New password/).fill(PASSWORD)
  await page.getByRole('button', { name: 'Accept' }).click()
  await page.waitForURL('**/admin/sign-in')
  return { email, password: PASSWORD }
}

async function typeIn(page: Page, { email, password }: Credentials): Promise<void> {
  await page.getByLabel(/e-mail/i).fill(email)
  await page.getByLabel(/^password/i).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

async function typeCode(page: Page, code: string): Promise<void> {
  await page.getByLabel('Code').fill(code)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** Gives the secret and one recovery code. */
async function switchOn(page: Page): Promise<{ secret: string; recovery: string }> {
  await page
    .getByLabel(/^Current password/)
    .last()
    .fill(PASSWORD)
  await page.getByRole('button', { name: 'Switch on' }).click()
  await page.getByRole('img', { name: 'Second factor' }).waitFor()
  const secret = (await page.locator('code').first().textContent()) ?? ''
  await page.getByLabel('Code').fill(new TOTP({ secret }).generate())
  await page.getByRole('button', { name: 'Confirm' }).click()
  const codes = page.getByRole('list', { name: 'Your recovery codes' }).getByRole('listitem')
  await codes.first().waitFor()
  const recovery = (await codes.first().textContent()) ?? ''
  expect(await codes.count()).toBe(10)
  await page.getByRole('button', { name: 'I have kept them' }).click()
  return { secret, recovery }
}

export const signInScenarios: Scenario[] = [
  {
    name: 'a wrong password is told; with a second factor a code is asked for, and a recovery code counts once',
    async run(stage) {
      const staff = await staffMember(stage)
      const profile = await stage.open(stage.path('profile'), { as: staff })
      expect(await seriousFaults(profile)).toEqual([])
      const { secret, recovery } = await switchOn(profile)
      const page = await stage.open('/admin/sign-in', { as: 'nobody', expected: /401/ })
      await typeIn(page, { ...staff, password: 'not the right one' })
      await page.getByRole('alert').filter({ hasText: 'or the password is wrong' }).waitFor()
      await typeIn(page, staff)
      await page.getByRole('heading', { name: 'One more step' }).waitFor()
      expect(await seriousFaults(page)).toEqual([])
      await typeCode(page, '000000')
      await page.getByText('wrong or was used already').waitFor()
      // The one of now was shown to switch it on.
      await typeCode(page, new TOTP({ secret }).generate({ timestamp: Date.now() + 30_000 }))
      await page.waitForURL('**/admin/c/**')
      const other = await stage.open('/admin/sign-in', { as: 'nobody', expected: /401/ })
      await typeIn(other, staff)
      await typeCode(other, recovery)
      await other.waitForURL('**/admin/c/**')
      const again = await stage.open('/admin/sign-in', { as: 'nobody', expected: /401/ })
      await typeIn(again, staff)
      await typeCode(again, recovery)
      await again.getByText('wrong or was used already').waitFor()
    },
  },
  {
    name: 'the language that somebody chooses goes with the account to every browser',
    async run(stage) {
      const staff = await staffMember(stage)
      const page = await stage.open(stage.path('profile'), { as: staff })
      await page.getByRole('button', { name: /^Your account/ }).click()
      const kept = page.waitForResponse((response) => response.request().method() === 'PATCH')
      await page.getByRole('menuitem', { name: 'Deutsch' }).click()
      await page.getByRole('heading', { level: 1, name: 'Ihr Konto' }).waitFor()
      expect((await kept).status()).toBe(200)
      const elsewhere = await stage.open(stage.path('profile'), { as: staff })
      await elsewhere.getByRole('heading', { level: 1, name: 'Ihr Konto' }).waitFor()
    },
  },
  {
    name: 'a role sees and gets only what is its own',
    async run(stage) {
      const staff = await staffMember(stage)
      const page = await stage.open(stage.path('profile'), { as: staff, expected: /40[34]/ })
      await page.getByRole('link', { name: 'Calls' }).first().waitFor()
      expect(await page.getByRole('link', { name: 'Billing' }).count()).toBe(0)
      await page.goto(`${stage.program.hub.url}${stage.path('billing')}`)
      await page.getByText('Your role does not allow this.').waitFor()
      const { demo } = stage.program
      const statuses = await page.evaluate<number[]>(
        `Promise.all(${JSON.stringify([demo.client.id, demo.agency.id])}.map((id) =>
          fetch('/v1/invoices', { headers: { 'X-Tenant-Id': id } }).then(({ status }) => status)))`,
      )
      expect(statuses).toEqual([403, 404])
    },
  },
  {
    name: 'an owner invites, and sees who may sign in',
    async run(stage) {
      const page = await stage.open(stage.path('users'))
      await page.getByLabel(/e-mail/i).fill('new@salon.example')
      await page.getByRole('button', { name: 'Make the link' }).click()
      await page.getByText('/admin/invitation#token=').waitFor()
      await page
        .getByRole('table', { name: 'Invitations that wait' })
        .getByText('new@salon.example')
        .waitFor()
      expect(await seriousFaults(page)).toEqual([])
    },
  },
]
