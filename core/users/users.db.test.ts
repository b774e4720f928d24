import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { TOTP } from 'otpauth'
import { systemClock } from '../platform/clock.ts'
import { SecretBox } from '../platform/crypto/secret-box.ts'
import { Database } from '../platform/db/database.ts'
import { EventBus } from '../platform/events/event-bus.ts'
import type { Authenticator } from '../platform/http/authenticator.ts'
import { RateLimiterMemory } from '../platform/http/memory-limiter.ts'
import { defineRoute } from '../platform/http/route.ts'
import { testApp } from '../platform/http/testing/test-app.ts'
import { silentLogger } from '../platform/log/logger.ts'
import { rowsOf } from '../platform/testing/database-rows.ts'
import { createTestDatabase, type TestDatabase } from '../platform/testing/test-database.ts'
import { type Tenant, TenantDirectory, TenantService } from '../tenants/index.ts'
import { AccountCheck } from './account-check.ts'
import { FirstOwner } from './first-owner.ts'
import { firstOwnerRoutes } from './first-owner-routes.ts'
import { invitationRoutes } from './invitation-routes.ts'
import { InvitationService } from './invitation-service.ts'
import { MemberService } from './member-service.ts'
import { PasswordHasher } from './password.ts'
import { profileRoutes } from './profile-routes.ts'
import type { Role } from './role.ts'
import { SecondFactor } from './second-factor.ts'
import { ABSOLUTE_LIMIT, IDLE_LIMIT } from './session.ts'
import { sessionRoutes } from './session-routes.ts'
import { SessionService } from './session-service.ts'
import { SignInThrottle, type Wall } from './sign-in-throttle.ts'
import { insertMember } from './user-repository.ts'
import { userRoutes } from './user-routes.ts'
import { UserService } from './user-service.ts'

const PASSWORD = 'vier Fenster zum Hof'
const ORIGIN = 'https://hub.example'

/** Cheap, and tells what it was asked. */
class CountingHasher extends PasswordHasher {
  readonly asked: string[] = []

  constructor() {
    super({ memory: 64, passes: 1 })
  }

  override hash(password: string): Promise<string> {
    this.asked.push('hash')
    return super.hash(password)
  }

  override verify(password: string, stored: string | undefined): Promise<boolean> {
    this.asked.push(`verify ${stored === undefined ? 'nobody' : 'somebody'}`)
    return super.verify(password, stored)
  }
}

let made: TestDatabase
let database: Database
let tenants: TenantService
let agency: Tenant
let client: Tenant
let otherClient: Tenant
let stranger: Tenant
let users: UserService
let sessions: SessionService
let firstOwner: FirstOwner
let secondFactor: SecondFactor
let members: MemberService
let invitations: InvitationService
/** For the codes of authenticator apps, in epoch milliseconds. */
let now = Date.now()
const hasher = new CountingHasher()

beforeAll(async () => {
  made = await createTestDatabase()
  database = new Database({ url: made.appUrl, poolSize: 5, log: silentLogger })
  const directory = new TenantDirectory({ database })
  tenants = new TenantService({ database, directory, clock: systemClock })
  const basics = { zone: 'Europe/Berlin', currency: 'EUR', language: 'de' as const }
  agency = await tenants.createAgency({ ...basics, name: 'Agency' })
  client = await tenants.createChild(agency.id, { ...basics, kind: 'client', name: 'Client' })
  otherClient = await tenants.createChild(agency.id, { ...basics, kind: 'client', name: 'Other' })
  stranger = await tenants.createAgency({ ...basics, name: 'Stranger' })
  users = new UserService({ database, hasher, clock: systemClock })
  secondFactor = new SecondFactor({ database, box: new SecretBox('a'.repeat(64)), now: () => now })
  sessions = sessionsOf(new SignInThrottle(inMemory))
  const events = new EventBus({ poke: () => {} })
  const looked = { database, directory, tenants, users, events, clock: systemClock }
  members = new MemberService({ ...looked, sessions, secondFactor })
  invitations = new InvitationService({ ...looked, accounts: accountsOf(new SignInThrottle(inMemory)) })
  firstOwner = new FirstOwner({ database, users, tenants })
})

afterAll(async () => {
  await database.close()
  await made.drop()
})

/** Of one throttle alone, where a test is not about all of them. */
const inMemory = ({ name, points, seconds }: Wall) =>
  new RateLimiterMemory({ keyPrefix: name, points, duration: seconds })

const accountsOf = (throttle: SignInThrottle) =>
  new AccountCheck({ database, hasher, throttle, secondFactor })

const sessionsOf = (throttle: SignInThrottle) =>
  new SessionService({
    database,
    directory: new TenantDirectory({ database }),
    accounts: accountsOf(throttle),
  })

let count = 0
/** Gives the address that a new user signs in with. */
async function someone(tenant: Tenant, role: Role): Promise<string> {
  count += 1
  const email = `User.${count}@Example.com`
  await users.create(tenant.id, { name: `User ${count}`, email, password: PASSWORD, language: 'de', role })
  return email
}

const writeCalls = defineRoute({
  method: 'POST',
  path: '/v1/calls',
  tag: 'calls',
  summary: 'Stands for all that changes something',
  permission: 'calls:write',
  rate: 'write',
  idempotent: false,
  replies: { 200: { description: 'Done' } },
  handler: async ({ tenantId, actor }) => ({
    status: 200,
    body: { tenant: tenantId, by: actor?.user?.role },
  }),
})
const readInvoices = defineRoute({
  method: 'GET',
  path: '/v1/invoices',
  tag: 'invoices',
  summary: 'Stands for billing',
  permission: 'invoices:read',
  rate: 'read',
  replies: { 200: { description: 'Done' } },
  handler: async ({ tenantId }) => ({ status: 200, body: { tenant: tenantId } }),
})

interface Sent {
  body?: object
  tenant?: string
  headers?: Record<string, string>
}

function cookieAfter(given: string | undefined, before: string): string {
  if (given === undefined) return before
  return given.includes('Max-Age=0') ? '' : (given.split(';')[0] ?? '')
}

/** Like a browser on a page of the hub, with the cookies it was given. */
function browser(own = sessions) {
  const authenticate: Authenticator = (credentials) => own.authenticate(credentials)
  const { agent } = testApp({
    routes: [
      ...userRoutes({ members, publicUrl: () => ORIGIN }),
      ...invitationRoutes({ invitations, publicUrl: () => ORIGIN }),
      ...profileRoutes({
        sessions: own,
        users,
        secondFactor,
        accounts: accountsOf(new SignInThrottle(inMemory)),
      }),
      ...sessionRoutes({ sessions: own, users, tenants }),
      ...firstOwnerRoutes(firstOwner),
      writeCalls,
      readInvoices,
    ],
    authenticate,
    publicUrl: ORIGIN,
    limits: { rates: { open: { points: 1_000, seconds: 1 } } },
  })
  let cookie = ''
  const send = async (route: string, { body, tenant, headers = { origin: ORIGIN } }: Sent = {}) => {
    const [method = '', path = ''] = route.split(' ')
    const about = {
      ...(cookie === '' ? {} : { cookie }),
      ...(tenant === undefined ? {} : { 'x-tenant-id': tenant }),
    }
    const reply = await agent[method.toLowerCase() as 'get'](path)
      .set({ ...headers, ...about })
      .send(body)
    cookie = cookieAfter(reply.headers['set-cookie']?.[0], cookie)
    return reply
  }
  return {
    send,
    signIn: (email: string, password = PASSWORD, code?: string) =>
      send('POST /v1/session', { body: { email, password, ...(code === undefined ? {} : { code }) } }),
    cookie: () => cookie,
    use: (other: string) => {
      cookie = other
    },
  }
}

describe('signing in', () => {
  test('gives a cookie for this host alone, and says who is there and what they may where', async () => {
    const email = await someone(agency, 'agency_owner')
    const page = browser()
    const reply = await page.signIn(email.toUpperCase())
    expect(reply.headers['set-cookie']?.[0]).toMatch(
      /^__Host-askpro_session=[\w-]{43}; Max-Age=604800; Path=\/; Secure; HttpOnly; SameSite=Strict$/,
    )
    const expected = {
      user: { id: expect.any(String), email, name: expect.any(String), language: 'de', totp: false },
      role: 'agency_owner',
      scopes: ['*'],
      tenants: [
        {
          id: agency.id,
          parent_id: null,
          kind: 'agency',
          name: 'Agency',
          zone: 'Europe/Berlin',
          currency: 'EUR',
          language: 'de',
        },
        expect.objectContaining({ id: client.id, parent_id: agency.id, kind: 'client' }),
        expect.objectContaining({ id: otherClient.id }),
      ],
    }
    expect([reply.status, reply.body]).toEqual([200, expected])
    expect((await page.send('GET /v1/session')).body).toEqual(expected)
  })

  test('makes a new token each time and ends the session that the browser had', async () => {
    const email = await someone(client, 'viewer')
    const page = browser()
    await page.signIn(email)
    const first = page.cookie()
    await page.signIn(email)
    expect(page.cookie()).not.toBe(first)
    expect((await page.send('GET /v1/sessions')).body.data).toHaveLength(1)
    const old = browser(sessionsOf(new SignInThrottle(inMemory)))
    old.use(first)
    expect((await old.send('GET /v1/session')).body.code).toBe('unauthenticated')
  })

  test('says the same, after the same work, for a wrong password and an unknown address', async () => {
    const email = await someone(client, 'viewer')
    hasher.asked.length = 0
    const wrong = await browser().signIn(email, 'something else')
    const unknown = await browser().signIn('nobody@example.com', 'something else')
    expect(hasher.asked).toEqual(['verify somebody', 'verify nobody', 'hash'])
    for (const { status, body, headers } of [wrong, unknown]) {
      expect([status, body.code, headers['set-cookie']]).toEqual([401, 'wrong_credentials', undefined])
    }
    expect({ ...unknown.body, request_id: '' }).toEqual({ ...wrong.body, request_id: '' })
  })

  test('is slowed for an account from one address, however many try at once, and not for its owner elsewhere', async () => {
    const email = await someone(client, 'viewer')
    const own = sessionsOf(new SignInThrottle(inMemory))
    const page = browser(own)
    const replies = await Promise.all(Array.from({ length: 9 }, () => page.signIn(email, 'a wrong password')))
    const codes = replies.map(({ body }) => body.code).sort()
    expect(codes).toEqual([...Array(4).fill('rate_limited'), ...Array(5).fill('wrong_credentials')])
    const right = await page.signIn(email)
    expect([right.status, Number(right.headers['retry-after']) > 600]).toEqual([429, true])
    await own.signIn({ email, password: PASSWORD, address: '192.0.2.7' })
  })

  test('is slowed for an address that tries many accounts, and for an account that is tried from many', async () => {
    const email = await someone(client, 'viewer')
    const own = sessionsOf(new SignInThrottle(inMemory))
    const outcome = (asked: { email: string; address: string }) =>
      own.signIn({ ...asked, password: 'a wrong password' }).then(
        () => 'signed in',
        (error: { code: string }) => error.code,
      )
    const spray = []
    for (let n = 0; n < 61; n += 1)
      spray.push(await outcome({ email: `n${n}@example.com`, address: '192.0.2.1' }))
    expect([spray[59], spray[60]]).toEqual(['wrong_credentials', 'rate_limited'])
    const botnet = []
    for (let n = 0; n < 31; n += 1) botnet.push(await outcome({ email, address: `198.51.100.${n}` }))
    expect([botnet[29], botnet[30]]).toEqual(['wrong_credentials', 'rate_limited'])
  }, 20_000)

  test('what succeeds is no guess', async () => {
    const email = await someone(client, 'viewer')
    const page = browser(sessionsOf(new SignInThrottle(inMemory)))
    for (let n = 0; n < 8; n += 1) expect((await page.signIn(email)).status).toBe(200)
  })
})

describe('a session', () => {
  test('acts for the tenants that its user reaches; others are not there', async () => {
    const page = browser()
    await page.signIn(await someone(agency, 'agency_member'))
    expect((await page.send('POST /v1/calls')).body).toEqual({ tenant: agency.id, by: 'agency_member' })
    expect((await page.send('POST /v1/calls', { tenant: client.id })).body.tenant).toBe(client.id)
    const staff = browser()
    await staff.signIn(await someone(client, 'client_staff'))
    expect((await staff.send('GET /v1/session')).body.tenants.map(({ id }: Tenant) => id)).toEqual([
      client.id,
    ])
    for (const foreign of [agency.id, otherClient.id, stranger.id, 'rubbish']) {
      const reply = await staff.send('POST /v1/calls', { tenant: foreign })
      expect([reply.status, reply.body.code]).toEqual([404, 'not_found'])
    }
  })

  test('may what its role may', async () => {
    const staff = browser()
    await staff.signIn(await someone(client, 'client_staff'))
    expect((await staff.send('POST /v1/calls')).status).toBe(200)
    const refused = await staff.send('GET /v1/invoices')
    expect([refused.status, refused.body.detail]).toEqual([403, 'Your role lacks invoices:read.'])
    const viewer = browser()
    await viewer.signIn(await someone(client, 'viewer'))
    expect((await viewer.send('POST /v1/calls')).status).toBe(403)
    expect((await viewer.send('GET /v1/invoices')).status).toBe(200)
  })

  test('changes something only from a page of the hub', async () => {
    const page = browser()
    await page.signIn(await someone(agency, 'agency_owner'))
    const from = async (headers: Record<string, string>) =>
      (await page.send('POST /v1/calls', { headers })).status
    expect(await from({ origin: ORIGIN })).toBe(200)
    expect(await from({ 'sec-fetch-site': 'same-origin' })).toBe(200)
    expect(await from({ origin: 'https://evil.example' })).toBe(403)
    expect(await from({ 'sec-fetch-site': 'same-site' })).toBe(403)
    expect(await from({})).toBe(403)
    const forced = await browser().send('POST /v1/session', {
      body: { email: 'a@example.com', password: 'b' },
      headers: { origin: 'https://evil.example' },
    })
    expect(forced.status).toBe(403)
  })

  test('ends when its user signs out, here or everywhere', async () => {
    const email = await someone(client, 'viewer')
    const [here, there, third] = [browser(), browser(), browser()]
    for (const page of [here, there, third]) await page.signIn(email)
    const { data } = (await here.send('GET /v1/sessions')).body
    expect(data.map(({ current }: { current: boolean }) => current).sort()).toEqual([false, false, true])
    const kept = here.cookie()
    expect((await here.send('DELETE /v1/session')).status).toBe(204)
    expect(here.cookie()).toBe('')
    here.use(kept)
    expect((await here.send('GET /v1/session')).status).toBe(401)
    expect((await there.send('DELETE /v1/sessions')).status).toBe(204)
    expect((await third.send('GET /v1/session')).status).toBe(401)
    expect((await browser().send('DELETE /v1/session')).status).toBe(204)
  })

  test('ends when nobody used it, and at last in any case', async () => {
    const email = await someone(client, 'viewer')
    for (const column of [
      `last_seen_at = now() - interval '${IDLE_LIMIT} ms'`,
      `expires_at = created_at - interval '1 ms'`,
    ]) {
      const page = browser(sessionsOf(new SignInThrottle(inMemory)))
      await page.signIn(email)
      const other = browser(sessionsOf(new SignInThrottle(inMemory)))
      other.use(page.cookie())
      await database.inDirectory((tx) => tx.run({ text: `update directory_sessions set ${column}` }))
      expect((await other.send('GET /v1/session')).status).toBe(401)
    }
    expect(ABSOLUTE_LIMIT).toBeGreaterThan(IDLE_LIMIT)
  })
})

describe('a second factor', () => {
  /** Like the app: gives the code of that many steps from now. */
  const app = (secret: string) => {
    const shown = new TOTP({ secret })
    return (steps = 0) => shown.generate({ timestamp: now + steps * 30_000 })
  }

  async function withApp() {
    const email = await someone(client, 'client_staff')
    const page = browser()
    await page.signIn(email)
    const begun = await page.send('POST /v1/profile/totp', { body: { password: PASSWORD } })
    const code = app(begun.body.secret)
    return {
      email,
      page,
      begun,
      code,
      confirm: (given = code()) => page.send('POST /v1/profile/totp/confirm', { body: { code: given } }),
    }
  }

  test('is on once the app has shown a code; each code is good once, and only near its time', async () => {
    const { email, page, begun, code, confirm } = await withApp()
    expect(begun.body.url).toContain(`secret=${begun.body.secret}&`)
    expect((await page.signIn(email)).status).toBe(200)
    expect((await confirm('000000')).body.errors).toEqual([{ path: '/code', message: expect.any(String) }])
    expect((await confirm()).body.recovery_codes).toHaveLength(10)
    expect((await page.send('GET /v1/session')).body.user.totp).toBe(true)
    const asked = await browser().signIn(email)
    expect([asked.status, asked.body.code]).toEqual([401, 'second_factor_required'])
    const outcomes = async (...codes: string[]) => {
      const seen = []
      for (const given of codes)
        seen.push(
          (await browser(sessionsOf(new SignInThrottle(inMemory))).signIn(email, PASSWORD, given)).status,
        )
      return seen
    }
    // The first was shown to switch it on.
    expect(await outcomes(code(), code(-1), code(2), code(1), code(1))).toEqual([401, 401, 401, 200, 401])
    now += 60_000
    expect(await outcomes(` ${code().slice(0, 3)} ${code().slice(3)} `)).toEqual([200])
  })

  test('can be done without by each recovery code once; new ones end those before', async () => {
    const { email, page, confirm } = await withApp()
    const [one, two, three] = (await confirm()).body.recovery_codes as string[]
    expect((await browser().signIn(email, PASSWORD, one?.toUpperCase())).status).toBe(200)
    expect((await browser().signIn(email, PASSWORD, one)).status).toBe(401)
    const both = await Promise.all(
      [browser(), browser()].map((each) => each.signIn(email, PASSWORD, two?.replaceAll('-', ''))),
    )
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401])
    expect((await page.send('GET /v1/profile')).body).toMatchObject({
      second_factor: true,
      recovery_codes_left: 8,
    })
    expect((await page.send('POST /v1/profile/recovery-codes', { body: { password: 'wrong' } })).status).toBe(
      401,
    )
    expect(
      (await page.send('POST /v1/profile/recovery-codes', { body: { password: PASSWORD } })).status,
    ).toBe(200)
    expect((await browser().signIn(email, PASSWORD, three)).status).toBe(401)
  })

  test('cannot be guessed by whoever knows the password, nor by asking without a code in between', async () => {
    const { email, confirm } = await withApp()
    await confirm()
    const page = browser(sessionsOf(new SignInThrottle(inMemory)))
    const codes = []
    for (let n = 0; n < 6; n += 1) {
      codes.push((await page.signIn(email, PASSWORD, '000000')).body.code)
      await page.signIn(email)
    }
    expect(codes).toEqual([...Array(5).fill('second_factor_required'), 'rate_limited'])
  })

  test('is switched off with the password alone', async () => {
    const { email, page, confirm } = await withApp()
    await confirm()
    const off = (password: string) => page.send('POST /v1/profile/totp/disable', { body: { password } })
    expect([(await off('wrong')).status, (await off(PASSWORD)).status]).toEqual([401, 204])
    expect((await browser().signIn(email)).status).toBe(200)
  })

  test('whose secret was sealed under a lost master key lets nobody in, and recovery codes still do', async () => {
    const { email, code, confirm } = await withApp()
    const [recovery] = (await confirm()).body.recovery_codes as string[]
    now += 60_000
    const box = new SecretBox('b'.repeat(64))
    const accounts = new AccountCheck({
      database,
      hasher,
      throttle: new SignInThrottle(inMemory),
      secondFactor: new SecondFactor({ database, box, now: () => now }),
    })
    const claim = (given?: string) =>
      accounts.byEmail(email, { password: PASSWORD, address: 'a', code: given })
    await expect(claim(code())).rejects.toMatchObject({ code: 'second_factor_required' })
    expect(await claim(recovery)).toMatchObject({ id: expect.any(String) })
  })
})

describe('the own account', () => {
  test('has a name and a language that can be changed', async () => {
    const page = browser()
    const email = await someone(client, 'viewer')
    await page.signIn(email)
    const changed = await page.send('PATCH /v1/profile', { body: { name: ' Lena ', language: 'en' } })
    expect(changed.body).toMatchObject({ name: 'Lena', language: 'en', email, second_factor: false })
    expect((await page.send('GET /v1/session')).body.user).toMatchObject({ name: 'Lena', language: 'en' })
  })

  test('gets another password for the one before, and is signed out elsewhere', async () => {
    const email = await someone(client, 'viewer')
    const [here, elsewhere] = [browser(), browser()]
    for (const page of [here, elsewhere]) await page.signIn(email)
    const change = (current_password: string, password: string) =>
      here.send('POST /v1/profile/password', { body: { current_password, password } })
    expect((await change('wrong', 'drei Tauben am Dach')).body.code).toBe('wrong_credentials')
    expect((await change(PASSWORD, email.toLowerCase())).body.errors[0].path).toBe('/password')
    expect((await change(PASSWORD, 'drei Tauben am Dach')).status).toBe(204)
    expect((await elsewhere.send('GET /v1/session')).status).toBe(401)
    expect((await here.send('GET /v1/session')).status).toBe(200)
    const outcomes = [await browser().signIn(email), await browser().signIn(email, 'drei Tauben am Dach')]
    expect(outcomes.map(({ status }) => status)).toEqual([401, 200])
  })
})

describe('the first owner', () => {
  const owner = { name: 'Olga', email: 'olga@stranger.example', password: PASSWORD }

  test('is made by a link, once; from then on the agency has none', async () => {
    const [first, second] = [await firstOwner.links(), await firstOwner.links()]
    const tokenOf = (links: typeof first) =>
      links.find(({ agency: name }) => name === 'Stranger')?.token ?? ''
    const page = browser()
    const refused = await page.send('POST /v1/setup', {
      body: { ...owner, token: tokenOf(first), password: 'short' },
    })
    expect([refused.status, refused.body.errors[0].path]).toEqual([422, '/password'])
    const reply = await page.send('POST /v1/setup', { body: { ...owner, token: tokenOf(first) } })
    expect([reply.status, reply.body]).toMatchObject([201, { tenant_id: stranger.id, role: 'agency_owner' }])
    for (const used of [tokenOf(first), tokenOf(second), 'x'.repeat(43)]) {
      const again = await page.send('POST /v1/setup', {
        body: { ...owner, email: 'other@example.com', token: used },
      })
      expect([again.status, again.body.code]).toEqual([404, 'not_found'])
    }
    expect((await firstOwner.links()).map(({ agency: name }) => name)).not.toContain('Stranger')
    expect((await page.signIn(owner.email)).body.role).toBe('agency_owner')
  })
})

describe('those who look after others', () => {
  async function signedIn(tenant: Tenant, role: Role) {
    const page = browser()
    const email = await someone(tenant, role)
    const { user } = (await page.signIn(email)).body
    return { page, email, id: user.id as string }
  }
  const tokenIn = (url: string) => url.split('#token=')[1]
  const told = (aggregateId: string) =>
    rowsOf(made, 'select type, payload from events where aggregate_id = $1 order by seq', [aggregateId])

  test('invite by a link that is good once, with a role that may no more than their own', async () => {
    const { page, id } = await signedIn(client, 'client_admin')
    const invite = (role: string, tenant_id?: string) =>
      page.send('POST /v1/invitations', { body: { email: 'Neu@salon.example', role, tenant_id } })
    const made = await invite('client_staff')
    expect([made.status, made.body]).toMatchObject([201, { tenant_id: client.id, role: 'client_staff' }])
    expect((await invite('agency_owner')).body.errors[0].path).toBe('/role')
    expect((await invite('client_staff', otherClient.id)).status).toBe(404)
    expect((await page.send('GET /v1/invitations')).body.data.map((one: { id: string }) => one.id)).toEqual([
      made.body.id,
    ])
    const guest = browser()
    const token = tokenIn(made.body.url)
    expect((await guest.send('POST /v1/invitations/look', { body: { token } })).body).toEqual({
      email: 'Neu@salon.example',
      role: 'client_staff',
      tenant: 'Client',
      language: 'de',
      known: false,
    })
    const accept = (fields: object) =>
      guest.send('POST /v1/invitations/accept', { body: { token, password: PASSWORD, ...fields } })
    expect((await accept({})).body.errors).toEqual([{ path: '/name', message: expect.any(String) }])
    expect((await accept({ name: 'Nele', password: 'kurz' })).body.errors[0].path).toBe('/password')
    const joined = await accept({ name: 'Nele' })
    expect([joined.status, joined.body]).toMatchObject([201, { name: 'Nele', role: 'client_staff' }])
    expect((await accept({ name: 'Nele' })).status).toBe(404)
    expect((await guest.signIn('neu@salon.example')).body.role).toBe('client_staff')
    expect(await told(joined.body.id)).toEqual([
      { type: 'user.joined', payload: { by: id, role: 'client_staff' } },
    ])
  })

  test('invite somebody who has an account elsewhere: it joins with its own password', async () => {
    const owner = await signedIn(agency, 'agency_owner')
    const email = await someone(client, 'client_staff')
    const invited = await owner.page.send('POST /v1/invitations', {
      body: { email, role: 'viewer', tenant_id: otherClient.id },
    })
    const token = tokenIn(invited.body.url)
    const accept = (password: string) =>
      browser().send('POST /v1/invitations/accept', { body: { token, password } })
    expect([(await accept('wrong')).status, (await accept(PASSWORD)).status]).toEqual([401, 201])
    const page = browser()
    const { role, tenants: reached } = (await page.signIn(email)).body
    expect([role, reached.map(({ id }: Tenant) => id)]).toEqual(['client_staff', [client.id, otherClient.id]])
    const elsewhere = await page.send('POST /v1/calls', { tenant: otherClient.id })
    expect([
      elsewhere.status,
      (await page.send('GET /v1/invoices', { tenant: otherClient.id })).status,
    ]).toEqual([403, 200])
  })

  test('withdraw an invitation, and its link leads nowhere', async () => {
    const { page } = await signedIn(client, 'client_admin')
    const { body } = await page.send('POST /v1/invitations', {
      body: { email: 'a@b.example', role: 'viewer' },
    })
    expect((await page.send(`DELETE /v1/invitations/${body.id}`)).status).toBe(204)
    const token = tokenIn(body.url)
    expect((await browser().send('POST /v1/invitations/look', { body: { token } })).status).toBe(404)
  })

  test('see members and those below, change roles and remove; their sessions follow at once', async () => {
    const owner = await signedIn(agency, 'agency_owner')
    const staff = await signedIn(client, 'client_staff')
    const seen = (await owner.page.send('GET /v1/users')).body.data
    expect(seen).toContainEqual(
      expect.objectContaining({ id: staff.id, email: staff.email, second_factor: false }),
    )
    expect((await staff.page.send('GET /v1/users')).status).toBe(403)
    const one = `/v1/users/${staff.id}`
    expect((await owner.page.send(`PATCH ${one}`, { body: { role: 'viewer' } })).status).toBe(404)
    const changed = await owner.page.send(`PATCH ${one}`, {
      tenant: client.id,
      body: { role: 'client_admin' },
    })
    expect(changed.body).toMatchObject({ id: staff.id, role: 'client_admin' })
    expect((await owner.page.send(`DELETE ${one}`, { tenant: client.id })).status).toBe(204)
    expect((await staff.page.send('GET /v1/session')).status).toBe(401)
    expect((await browser().signIn(staff.email)).body.code).toBe('wrong_credentials')
    expect((await told(staff.id)).map((event) => Object.values(event))).toEqual([
      ['user.role_changed', { by: owner.id, role: 'client_admin', before: 'client_staff' }],
      ['user.removed', { by: owner.id, role: 'client_admin' }],
    ])
  })

  test('neither demote nor remove the last owner, however many try at once', async () => {
    const alone = await tenants.createAgency({
      name: 'Two',
      zone: 'Europe/Berlin',
      currency: 'EUR',
      language: 'de',
    })
    const [a, b] = [await signedIn(alone, 'agency_owner'), await signedIn(alone, 'agency_owner')]
    const leave = (who: typeof a) => who.page.send(`DELETE /v1/users/${who.id}`)
    const left = await Promise.all([leave(a), leave(b)])
    expect(left.map(({ status }) => status).sort()).toEqual([204, 409])
    const last = left[0]?.status === 409 ? a : b
    const demoted = await last.page.send(`PATCH /v1/users/${last.id}`, { body: { role: 'viewer' } })
    expect([demoted.status, demoted.body.code]).toEqual([409, 'conflict'])
  })

  test('make a link for a new password, which signs out everywhere; not for an account that is at home elsewhere too', async () => {
    const admin = await signedIn(client, 'client_admin')
    const staff = await signedIn(client, 'client_staff')
    const link = () => admin.page.send(`POST /v1/users/${staff.id}/password-link`)
    const [first, second] = [await link(), await link()]
    const reset = (url: string, password: string) =>
      browser().send('POST /v1/password-reset', { body: { token: tokenIn(url), password } })
    expect((await reset(first.body.url, 'drei Tauben am Dach')).status).toBe(404)
    expect((await reset(second.body.url, 'kurz')).status).toBe(422)
    expect((await reset(second.body.url, 'drei Tauben am Dach')).status).toBe(204)
    expect((await reset(second.body.url, 'drei Tauben am Dach')).status).toBe(404)
    expect((await staff.page.send('GET /v1/session')).status).toBe(401)
    expect((await staff.page.signIn(staff.email, 'drei Tauben am Dach')).status).toBe(200)
    await database.inTenant(otherClient.id, (tx) =>
      insertMember(tx, {
        tenantId: otherClient.id,
        userId: staff.id,
        name: 'x',
        email: 'x',
        role: 'viewer',
        createdAt: new Date(),
      }),
    )
    for (const help of [
      `POST /v1/users/${staff.id}/password-link`,
      `DELETE /v1/users/${staff.id}/second-factor`,
    ])
      expect((await admin.page.send(help)).status).toBe(403)
    const owner = await signedIn(agency, 'agency_owner')
    const off = await owner.page.send(`DELETE /v1/users/${staff.id}/second-factor`, { tenant: client.id })
    expect(off.status).toBe(403)
  })

  test('may be a key, which is named in what is told of it', async () => {
    const key = { id: '0123456789abcdef', scopes: ['*'] }
    const wanted = { tenantId: client.id, email: 'by.key@salon.example', role: 'viewer' as const }
    const { invitation } = await invitations.invite(agency.id, wanted, key)
    expect(await told(invitation.id)).toEqual([
      { type: 'invitation.made', payload: { by: key.id, role: 'viewer' } },
    ])
  })

  test('do nothing to a role that may more than theirs, with a key neither', async () => {
    const owner = await signedIn(agency, 'agency_owner')
    const ref = { tenantId: agency.id, userId: owner.id }
    const key = { id: 'k', scopes: ['users:write', 'tenants:read'] }
    const wanted = { tenantId: agency.id, email: 'x@y.example', role: 'agency_member' } as const
    for (const attempt of [
      () => members.remove(ref, key),
      () => members.changeRole(ref, 'viewer', key),
      () => members.resetLink(ref, key),
      () => members.removeSecondFactor(ref, key),
      () => invitations.invite(agency.id, wanted, key),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'forbidden' })
  })
})

test('neither passwords nor tokens are stored, and names and addresses only behind the wall of their tenant', async () => {
  const email = await someone(client, 'viewer')
  const page = browser()
  await page.signIn(email)
  const tables = ['directory_users', 'directory_memberships', 'directory_sessions', 'directory_user_links']
  const seen = await Promise.all(tables.map((table) => rowsOf(made, `select t::text as row from ${table} t`)))
  const text = JSON.stringify(seen)
  for (const secret of [PASSWORD, page.cookie().split('=')[1] ?? '', email, email.toLowerCase()])
    expect(text).not.toContain(secret)
  const members = (tenantId: string) =>
    database.inTenant(tenantId, (tx) => tx.rows<{ email: string }>({ text: 'select email from members' }))
  expect((await members(client.id)).map((row) => row.email)).toContain(email)
  expect((await members(otherClient.id)).map((row) => row.email)).not.toContain(email)
})
