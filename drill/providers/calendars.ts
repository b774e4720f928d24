import type { Scene } from '../drill-row.ts'
import { offers } from '../offers.ts'
import { WebClient } from '../web-client.ts'
import type { Provider } from './provider.ts'

/** Three over the API, side by side. */
async function bookThree({ site, random, expect }: Scene, after?: number): Promise<void> {
  const wanted = await offers(site, 3, after)
  const told = await Promise.all(wanted.map(({ start }) => new WebClient(site, random.name()).insist(start)))
  for (const { says, wish } of told) expect(says === 'booked', `${wish} ended with: ${says}`)
}

async function use(scene: Scene, after?: number): Promise<() => Promise<void>> {
  await bookThree(scene, after)
  return async () => {}
}

const calendar = {
  owner: 'client',
  isCalendar: true,
  hit: {},
  must: 'bookings are taken all the same; each entry is written, once',
  use,
  live: (scene: Scene) => use(scene),
} as const

export const calcom: Provider = { name: 'calcom', title: 'Cal.com', plugin: 'calcom', ...calendar }

export const googleCalendar: Provider = {
  name: 'google_calendar',
  title: 'Google Calendar',
  plugin: 'google-calendar',
  ...calendar,
}
