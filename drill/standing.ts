import { eventually } from '../core/test/program/api.ts'
import type { Scene } from './drill-row.ts'
import { offers } from './offers.ts'
import { WebClient } from './web-client.ts'

/** Milliseconds. */
const WRITTEN_WITHIN = 150_000

/** An appointment that stands in an outside calendar. */
export interface Standing {
  /** Of the hub's. */
  id: string
  /** Of the provider's. */
  reference: string
  wish: string
}

const REFERENCE = `
  select e.reference from appointment_entries e join connections c on c.id = e.connection_id
  where e.appointment_id = $1 and c.plugin = $2 and e.state = 'written'`

/** Booked over the API, for a time from `after` (epoch milliseconds) on, and written over this plugin's connection. */
export async function standing(scene: Scene, plugin: string, after?: number): Promise<Standing> {
  const { site, random } = scene
  const client = new WebClient(site, random.name())
  const [offer] = await offers(site, 1, after)
  if (!offer) throw new Error('Lina has no time left: seed a new site')
  const { appointmentId: id = '' } = await client.insist(offer.start)
  const entry = async () => (await site.rows<{ reference: string }>(REFERENCE, [id, plugin]))[0]?.reference
  const reference = await eventually(entry, (found) => found !== undefined, WRITTEN_WITHIN)
  if (reference === undefined) throw new Error(`an appointment never reached ${plugin}`)
  return { id, reference, wish: client.wish }
}
