import { setTimeout as sleep } from 'node:timers/promises'
import { api } from '../../core/test/program/api.ts'
import { ALL_LAYOUTS, type DrillRow, type LayoutName, type Scene } from '../drill-row.ts'
import { Traffic } from '../traffic.ts'

/** Milliseconds: three deaths, each of which is noticed within 20 s. */
const PUT_AWAY_WITHIN = 150_000
/** People come seldom: it lasts a minute. */
const EVERY = 5_000

interface Job {
  id: string
  state: string
  crashes: number
}

/** A plugin whose code ends the process: gives the address of its hook. */
async function layMine({ site }: Scene): Promise<string> {
  const wanted = { plugin: 'landmine', name: `Landmine ${Date.now()}`, settings: {} }
  const { status, body } = await api(site.demo, 'POST /v1/connections', { body: wanted })
  if (status !== 201)
    throw new Error(`the landmine could not be connected: ${status} ${JSON.stringify(body)}`)
  return `${site.demo.base_url}/hooks/${body.id}/step`
}

const jobOn = async ({ site }: Scene): Promise<Job | undefined> =>
  (
    await site.rows<Job>(
      `select j.id, j.state, j.crashes from jobs j join inbox i on i.id::text = j.payload ->> 'inbox_id'
       where i.hook = 'step' order by j.id desc limit 1`,
    )
  )[0]

const deadlyRow = (layout: LayoutName): DrillRow => ({
  name: 'a job that kills its process',
  layout,
  did: 'A job whose code ends its process with SIGKILL; the worker started again each time.',
  must: 'it is put away after three deaths, and everything else goes on',
  async act(scene) {
    const { site } = scene
    const hook = await layMine(scene)
    const traffic = await Traffic.begin(scene, EVERY)
    const { status } = await fetch(hook, { method: 'POST', body: '{"step": 1}' })
    scene.expect(status === 200, `the delivery was answered ${status}`)
    let deaths = 0
    let job: Job | undefined
    for (const until = Date.now() + PUT_AWAY_WITHIN * scene.slowness; Date.now() < until; await sleep(200)) {
      job = await jobOn(scene)
      if (job?.state === 'quarantined') break
      if (site.worker.isUp) continue
      deaths += 1
      await site.raise()
    }
    scene.over()
    scene.expect(job?.state === 'quarantined', `the job is ${job?.state} after ${deaths} deaths`)
    scene.expect(deaths === 3, `the worker died ${deaths} times over it`)
    if (job) site.putAway.add(job.id)
    await traffic.end()
  },
})

export const deadlyJobRows: readonly DrillRow[] = ALL_LAYOUTS.map(deadlyRow)
