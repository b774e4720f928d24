import { api, eventually } from '../../core/test/program/api.ts'
import type { Scene } from '../drill-row.ts'
import { connectionState, type Provider } from '../providers/provider.ts'
import type { Site } from '../site.ts'
import { visit } from '../visit.ts'
import type { ProviderFault } from './provider-fault.ts'

/** Milliseconds until an admin is told. */
const TOLD_WITHIN = 60_000

/** An admin is told at once, gives access again, and what waited goes on. */
export const revokedAccess: ProviderFault = {
  name: 'access revoked',
  did: 'refuses the hub’s access, and an admin who sees it gives access again',
  must: 'the admin is told; callers are served meanwhile; what waited goes on at once',
  layouts: ['one', 'two'],
  async act(scene, provider, watch) {
    const { site, expect } = scene
    await revoke(site, provider)
    const done = await provider.use(scene)
    const state = await eventually(
      () => connectionState(site, provider),
      (is) => is === 'needs_reauth',
      TOLD_WITHIN * scene.slowness,
    )
    expect(state === 'needs_reauth', `the admin was told: ${state}`)
    await visit(scene)
    await watch.look()
    await site.control('DELETE', `/faults/${provider.name}`)
    await giveAccess(scene, provider)
    scene.over()
    await done()
  },
}

/** A key stops being good; a consent is withdrawn, so that no new token is given for it either. */
async function revoke(site: Site, { name }: Provider): Promise<void> {
  if (name === 'google_calendar') await site.control('POST', '/google_calendar/tokens/revoke')
  else await site.control('PUT', `/faults/${name}`, { expired_token: true })
}

async function giveAccess({ site, expect }: Scene, { name, plugin, owner }: Provider): Promise<void> {
  const path = `/v1/connections/${site.connection(plugin)}`
  const { api_key: key } = site.demo[owner]
  if (name === 'google_calendar') {
    const { body } = await api(site.demo, `POST ${path}/authorize`, { key })
    const page = await fetch(body.url, { redirect: 'manual' })
    const back = new URL(page.headers.get('location') ?? '', site.demo.base_url)
    const { body: connected } = await api(site.demo, `GET ${back.pathname}${back.search}`, { key: null })
    expect(connected.state === 'ready', `after the consent the connection was ${connected.state}`)
    return
  }
  const settings = { api_key: site.apiKeys[name] }
  const { status, body } = await api(site.demo, `PATCH ${path}`, { key, body: { settings } })
  expect(body.state?.is === 'ready', `the key was entered again: ${status} ${JSON.stringify(body)}`)
}
