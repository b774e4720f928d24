import { setTimeout as sleep } from 'node:timers/promises'
import { Caller } from '../caller.ts'
import { ALL_LAYOUTS, type DrillRow, type LayoutName, type Scene } from '../drill-row.ts'
import { nextOffer } from '../offers.ts'
import { fillDisk, lacksSmallDisk } from '../small-disk.ts'
import { Traffic } from '../traffic.ts'
import { WebClient } from '../web-client.ts'
import type { DatabaseStep } from '../wires/trap.ts'

const FROZEN = 30_000

interface Fault {
  name: string
  did: string
  must?: string
  layouts?: readonly LayoutName[]
  quick?: boolean
  /** Breaks it and makes it whole again. */
  strike(scene: Scene): Promise<void>
}

const wires = ({ site }: Scene) => site.members.map(({ wire }) => wire)

const FAULTS: readonly Fault[] = [
  {
    name: 'restarted fast',
    did: 'Fast shutdown (what is open is rolled back) and start.',
    quick: true,
    strike: ({ site }) => site.ground.restart('fast'),
  },
  {
    name: 'restarted at once',
    did: 'Immediate shutdown, as after a crash, and start with recovery.',
    strike: ({ site }) => site.ground.restart('immediate'),
  },
  {
    name: 'frozen 30 s',
    did: 'SIGSTOP of every process of PostgreSQL, SIGCONT after 30 s.',
    async strike({ site }) {
      site.ground.freeze()
      await sleep(FROZEN)
      site.ground.thaw()
    },
  },
  {
    name: 'connections cut',
    did: 'Every connection ended by the server (pg_terminate_backend), and those made since cut on the wire.',
    async strike(scene) {
      await scene.site.rows(
        'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()',
      )
      await sleep(1_000)
      for (const wire of wires(scene)) wire.sever()
    },
  },
  {
    name: 'a black hole 20 s',
    did: 'Connections to PostgreSQL stand, new ones too, and nothing comes through for 20 s.',
    layouts: ['one'],
    async strike(scene) {
      for (const wire of wires(scene)) wire.hole()
      await sleep(20_000)
      for (const wire of wires(scene)) wire.fill()
    },
  },
  {
    name: 'a slow network',
    did: '25 ms added to each piece on its way, there and back, for 10 s.',
    layouts: ['one'],
    async strike(scene) {
      for (const wire of wires(scene)) wire.delay(25)
      await sleep(10_000)
      for (const wire of wires(scene)) wire.delay(0)
    },
  },
  {
    name: 'answers cut at a byte',
    did: 'For 8 s each connection cut in the middle of an answer, after some hundred bytes.',
    layouts: ['one'],
    async strike(scene) {
      for (const wire of wires(scene)) wire.cutAfter(200 + scene.random.upTo(2_000))
      await sleep(8_000)
      for (const wire of wires(scene)) wire.cutAfter(undefined)
    },
  },
]

function faultRow(layout: LayoutName, { name, did, must, quick = false, strike }: Fault): DrillRow {
  return {
    name: `PostgreSQL: ${name}`,
    layout,
    did,
    must: must ?? 'who came meanwhile is booked in the end, after answers that were true',
    quick: quick && layout === 'one',
    async act(scene) {
      const traffic = await Traffic.begin(scene)
      await sleep(4_000)
      await strike(scene)
      scene.over()
      await sleep(2_000)
      await traffic.end()
    },
  }
}

/** Whether it arrived or not: the hub cannot know, and must neither say yes nor no of what it does not know. */
function cutCommitRow(layout: LayoutName, at: Extract<DatabaseStep, 'commit' | 'committed'>): DrillRow {
  const how = at === 'commit' ? 'before it arrived' : 'after it arrived'
  return {
    name: `PostgreSQL: connection cut at COMMIT, ${how}`,
    layout,
    did: `COMMIT of a booking was sent and the connection cut ${how}: once for a caller, once for a request over the API.`,
    must: 'neither yes nor no is said of what is not known; asked again, the answer is true',
    quick: layout === 'one',
    async act(scene) {
      const cut = cutter(scene, at)
      const caller = await heldCaller(scene)
      cut.arm(`mark-${caller.caller.line.callId}`)
      const first = await caller.caller.book(
        { hold_id: caller.hold },
        { mark: `mark-${caller.caller.line.callId}` },
      )
      const client = new WebClient(scene.site, scene.random.name())
      const { start } = await nextOffer(scene.site)
      cut.arm(client.wish)
      const answered = await client.book(start)
      scene.over()
      scene.expect(cut.times() === 2, `the connection was cut ${cut.times()} times, not twice`)
      for (const { says, wish } of [first, answered])
        scene.expect(says === 'unsure', `${wish} was told ${says}, which nobody could know`)
      const last = [await caller.caller.insist({ hold_id: caller.hold }), await client.insist(start)]
      for (const { says, wish } of last) scene.expect(says === 'booked', `${wish} ended with: ${says}`)
      await caller.caller.hangUp()
    },
  }
}

function cutter({ site }: Scene, at: DatabaseStep): { arm(mark: string): void; times(): number } {
  let times = 0
  return {
    times: () => times,
    arm(mark) {
      let armed = true
      const spring = async () => {
        if (!armed) return 'pass' as const
        armed = false
        times += 1
        return 'cut' as const
      }
      for (const { traps } of site.of('api')) traps.add({ mark, at, spring })
    },
  }
}

async function heldCaller({ site, random }: Scene): Promise<{ caller: Caller; hold: string }> {
  const caller = new Caller(site, {
    wish: random.name(),
    from: `+49171${1_000_000 + random.upTo(5_999_999)}`,
  })
  const hold = await caller.hold((await nextOffer(site)).offer_token)
  if (hold) return { caller, hold }
  throw new Error('the time was not held in the first place')
}

const diskRow = (layout: LayoutName): DrillRow => ({
  name: 'PostgreSQL: disk full 10 s',
  layout,
  apart: 'small disk',
  did: 'The last block of the disk that the database is on taken, and given back after 10 s; the server started again where it had ended.',
  must: 'who came meanwhile is booked in the end; nothing that was confirmed is lost',
  lacks: lacksSmallDisk,
  async act(scene) {
    const { ground } = scene.site
    const traffic = await Traffic.begin(scene)
    await sleep(3_000)
    const free = fillDisk(ground.folder.path)
    await sleep(10_000)
    const survived = ground.isUp
    free()
    if (!survived) await ground.start()
    scene.over()
    scene.note(survived ? 'The server lived through it.' : 'The server had ended itself.')
    await sleep(1_000)
    await traffic.end()
  },
})

export const postgresRows: readonly DrillRow[] = [
  ...ALL_LAYOUTS.flatMap((layout) =>
    FAULTS.filter(({ layouts = ALL_LAYOUTS }) => layouts.includes(layout)).map((fault) =>
      faultRow(layout, fault),
    ),
  ),
  ...ALL_LAYOUTS.flatMap((layout) =>
    (['commit', 'committed'] as const).map((at) => cutCommitRow(layout, at)),
  ),
  ...ALL_LAYOUTS.map(diskRow),
]
