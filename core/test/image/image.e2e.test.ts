import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { Client } from 'pg'
import { lockDataDir } from '../../platform/db/embedded/data-dir-lock.ts'
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../platform/db/embedded/start-embedded-postgres.ts'
import { describeWithRedis } from '../../platform/testing/needs-redis.ts'
import { startThrowawayRedis, type ThrowawayRedis } from '../../platform/testing/throwaway-redis.ts'
import { api, eventually } from '../program/api.ts'
import { freePort } from '../program/hub-process.ts'
import { copy, dockerfile, environmentOf, ROOT, stagesOf, wordsOf } from './dockerfile.ts'

/** Like `node` in the image: nobody of importance. */
const NOBODY = 65_534
const PASSWORDS = {
  ASKPRO_ADMIN_PASSWORD: 'a\'d"m$in',
  ASKPRO_APP_PASSWORD: 'app',
  ASKPRO_BACKUP_PASSWORD: 'backup',
}

/** What `docker build` and `docker compose up` do, without an engine: the same steps in an empty folder. */
describeWithRedis('the image’s steps in an empty folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'askpro-image-'))
  const image = join(folder, 'root')
  const hub = join(image, 'hub')
  const stages = stagesOf(dockerfile())
  const steps = stages.get('image') ?? []
  const node = join(folder, 'node')
  const masterKey = '5'.repeat(64)
  const nobody = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}
  let postgres: EmbeddedPostgres
  let redis: ThrowawayRedis
  const running: ChildProcess[] = []

  beforeAll(async () => {
    chmodSync(folder, 0o755)
    build()
    mkdirSync(join(folder, 'database'), { mode: 0o711 })
    const dataDir = join(folder, 'database')
    ;[postgres, redis] = await Promise.all([
      startEmbeddedPostgres({ dataDir, lock: lockDataDir(dataDir), settings: { fsync: 'off' } }),
      startThrowawayRedis({ within: folder }),
    ])
    await forgetRoles()
    makeRoles()
  }, 240_000)

  afterAll(async () => {
    for (const child of running) child.kill('SIGKILL')
    await Promise.all([postgres?.stop(), redis?.stop()])
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }, 60_000)

  /** COPY and `npm ci` of the Dockerfile. Its other RUN lines are about Debian's files and the dump tools. */
  function build(): void {
    const packages = stages.get('packages') ?? []
    for (const step of packages.filter(({ keyword }) => keyword === 'COPY'))
      copy(step, { to: image, workdir: '/hub' })
    const install = packages.find(({ text }) => text.startsWith('npm ci'))?.text ?? 'false'
    execFileSync('sh', ['-euc', install], { cwd: hub, stdio: 'pipe' })
    execFileSync('cp', ['-a', `${source()}/.`, hub])
    buildAdmin()
    copyFileSync(process.execPath, node)
    chmodSync(node, 0o755)
  }

  /** The stage `source`, of files that nobody but their owner may read: a checkout under umask 077. */
  function source(): string {
    const root = join(folder, 'source')
    const cwd = join(root, 'hub')
    const of = (keyword: string) => (stages.get('source') ?? []).filter((step) => step.keyword === keyword)
    for (const step of of('COPY')) copy(step, { to: root, workdir: '/hub' })
    execFileSync('chmod', ['-R', 'go-rwx', cwd])
    for (const { text } of of('RUN')) execFileSync('sh', ['-euc', text], { cwd })
    return cwd
  }

  /** The stage `admin`, with this folder's packages: they are those of the same lockfile. */
  function buildAdmin(): void {
    const root = join(folder, 'admin')
    const cwd = join(root, 'hub')
    const steps = stages.get('admin') ?? []
    for (const step of steps.filter(({ keyword }) => keyword === 'COPY'))
      copy(step, { to: root, workdir: '/hub' })
    symlinkSync(join(ROOT, 'node_modules'), join(cwd, 'node_modules'))
    const build = steps.find(({ text }) => text.includes('build-admin'))?.text ?? 'false'
    execFileSync('sh', ['-euc', build], { cwd, stdio: 'pipe', env: { ...process.env, PATH: ownNodeFirst() } })
    cpSync(join(cwd, 'admin', 'dist'), join(hub, 'admin', 'dist'), { recursive: true })
  }

  const ownNodeFirst = () => `${dirname(process.execPath)}:${process.env.PATH}`

  /** The embedded server comes with roles of its own; the image's comes with none. */
  async function forgetRoles(): Promise<void> {
    const client = new Client({ connectionString: postgres.superuserUrl })
    await client.connect()
    await client.query('drop database if exists askpro')
    const { rows } = await client.query(`select rolname from pg_roles where rolname like 'askpro%'`)
    for (const { rolname } of rows) await client.query(`drop role ${rolname}`)
    await client.end()
  }

  function makeRoles(): void {
    const { hostname, port, password } = new URL(postgres.superuserUrl)
    const server = { PGHOST: hostname, PGPORT: port, PGPASSWORD: decodeURIComponent(password) }
    const env = { PATH: process.env.PATH, ...server, ...PASSWORDS }
    execFileSync('sh', [join(ROOT, 'deploy/postgres/10-roles.sh')], { env, stdio: 'pipe' })
  }

  const urlOf = (role: 'app' | 'admin', password: string): string => {
    const url = new URL(postgres.superuserUrl)
    Object.assign(url, {
      username: `askpro_${role}`,
      password: encodeURIComponent(password),
      pathname: '/askpro',
    })
    return url.href
  }

  const databases = () => ({
    DATABASE_URL: urlOf('app', PASSWORDS.ASKPRO_APP_PASSWORD),
    DATABASE_ADMIN_URL: urlOf('admin', PASSWORDS.ASKPRO_ADMIN_PASSWORD),
  })

  interface Container {
    url: string
    child: ChildProcess
    dataDir: string
    output(): string
    env: Record<string, string>
  }

  async function start(role: 'api' | 'worker', more: Record<string, string> = {}): Promise<Container> {
    const port = await freePort()
    const dataDir = more.ASKPRO_DATA_DIR ?? mkdtempSync(join(folder, `${role}-`))
    if (process.getuid?.() === 0) chownSync(dataDir, NOBODY, NOBODY)
    const env = {
      ...environmentOf(steps),
      HOST: '127.0.0.1',
      PORT: String(port),
      ASKPRO_DATA_DIR: dataDir,
      ASKPRO_ROLE: role,
      ASKPRO_MASTER_KEY: masterKey,
      ...databases(),
      REDIS_URL: redis.url,
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      ...more,
    }
    const [, ...args] = wordsOf(steps, 'CMD')
    const child = spawn(node, args, { cwd: hub, env, ...nobody })
    running.push(child)
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
    const container = { url: `http://127.0.0.1:${port}`, child, dataDir, output: () => output, env }
    // Each look at its health is a process more: they begin when the hub says that it is there.
    await eventually(
      async () => child.exitCode !== null || output.includes('The hub answers'),
      (told) => told,
      150_000,
    )
    const healthy = await eventually(
      () => health(container),
      (code) => code === 0,
      20_000,
    )
    if (healthy !== 0) throw new Error(`the ${role} is not healthy: ${output}`)
    return container
  }

  /** Exit code of the image's HEALTHCHECK. */
  function health(container: Pick<Container, 'env'>): Promise<number> {
    const [, ...args] = wordsOf(steps, 'HEALTHCHECK')
    return inContainer(container, args)
  }

  /** `docker compose exec`: Node as the same user with the same environment. */
  function inContainer({ env }: Pick<Container, 'env'>, args: string[]): Promise<number> {
    return new Promise((resolve) =>
      spawn(node, args, { cwd: hub, env, ...nobody }).once('close', (code) => resolve(code ?? 1)),
    )
  }

  async function stop({ child }: Container): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
    child.kill('SIGTERM')
    return ended
  }

  test('api and worker start together, book, work over Bull, end with 0 and begin again', async () => {
    const named = { ASKPRO_AGENCY: 'Acme, Europe/Berlin, EUR, de' }
    let [front, worker] = await Promise.all([start('api', named), start('worker')])
    const file = join(front.dataDir, 'agency.json')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const { agency } = JSON.parse(readFileSync(file, 'utf8'))
    const ask = (route: string, body?: unknown, tenant?: string) =>
      api({ base_url: front.url, client: { id: '', api_key: agency.api_key } }, route, { body, tenant })
    const made = async (route: string, body: unknown, tenant?: string): Promise<string> => {
      const reply = await ask(route, body, tenant)
      if (reply.status !== 201) throw new Error(`${route}: ${reply.status} ${JSON.stringify(reply.body)}`)
      return reply.body.id
    }
    const page = await fetch(`${front.url}/admin/`)
    const script = /src="([^"]+)"/.exec(await page.text())?.[1] ?? ''
    expect([page.status, (await fetch(`${front.url}${script}`)).status]).toEqual([200, 200])
    const common = { zone: 'Europe/Berlin', currency: 'EUR', language: 'de' }
    const client = await made('POST /v1/tenants', { ...common, kind: 'client', name: 'Salon' })
    const location = await made(
      'POST /v1/locations',
      { name: 'Mitte', zone: 'Europe/Berlin', language: 'de' },
      client,
    )
    const service = await made(
      'POST /v1/services',
      { name: 'Schnitt', notice_minutes: 0, segments: [{ minutes: 30, needs: ['staff'] }] },
      client,
    )
    await made(
      'POST /v1/resources',
      { name: 'Lina', location_id: location, kind: 'staff', service_ids: [service] },
      client,
    )
    const open = [{ start: '00:00', end: '24:00' }]
    const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
    const weekly = Object.fromEntries(days.map((day) => [day, open]))
    await made('POST /v1/schedules', { location_id: location, weekly }, client)
    const terms = { currency: 'EUR', flat_fee_minor: 0, prices: [] }
    const plan = await made('POST /v1/plans', { name: 'Plan', terms })
    await made('POST /v1/subscriptions', { recipient_id: client, plan_id: plan, anchor_date: '2026-01-01' })
    const { body: offer } = await ask(`GET /v1/availability?service_id=${service}&limit=1`, undefined, client)
    const [{ start: at }] = offer.slots
    const booking = { service_id: service, location_id: location, start: at, customer: { name: 'Mia' } }
    const appointment = await made('POST /v1/appointments', booking, client)
    const again = await ask('POST /v1/appointments', booking, client)
    expect(again.status).toBe(409)
    const usage = { event_id: 'one', meter: 'calls', quantity: '1', occurred_at: new Date().toISOString() }
    expect((await ask('POST /v1/usage-events', usage, client)).status).toBe(200)
    const drafted = await eventually(
      () => ask('GET /v1/jobs?limit=200'),
      ({ body }) =>
        body.data.some(
          (job: { kind: string; state: string }) => job.kind === 'billing.draft' && job.state === 'done',
        ),
      30_000,
    )
    expect(drafted.body.data.filter((job: { state: string }) => job.state === 'failed')).toEqual([])
    expect(await inContainer(front, ['scripts/doctor.ts'])).toBe(0)

    expect(await Promise.all([stop(front), stop(worker)])).toEqual([0, 0])
    ;[front, worker] = await Promise.all([
      start('api', { ...named, ASKPRO_DATA_DIR: front.dataDir }),
      start('worker'),
    ])
    const kept = await ask(`GET /v1/appointments/${appointment}`, undefined, client)
    expect([kept.status, kept.body.status]).toEqual([200, 'confirmed'])
    expect(await Promise.all([stop(front), stop(worker)])).toEqual([0, 0])
  }, 400_000)

  test('the health check fails where nothing answers', async () => {
    expect(await health({ env: { PORT: String(await freePort()) } })).toBe(1)
  })

  test('the folder of the image is no bigger than is said', () => {
    const kilobytes = Number(execFileSync('du', ['-sk', hub], { encoding: 'utf8' }).split('\t')[0])
    expect(kilobytes / 1_024).toBeLessThan(100)
  })
})
