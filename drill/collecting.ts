import { api } from '../core/test/program/api.ts'
import type { Scene } from './drill-row.ts'

/** Makes the invoice of a client's last month final, which sets off its collection. Gives the invoice's id. */
export async function finalizeInvoice({ site }: Scene): Promise<string> {
  const [draft] = await site.rows<{ id: string }>(
    `select id from invoices where recipient_id = $1 and status = 'draft' order by period_start limit 1`,
    [site.nextDebtor()],
  )
  const key = site.demo.agency.api_key
  const { status, body } = await api(site.demo, `POST /v1/invoices/${draft?.id}/finalize`, { key, body: {} })
  if (status !== 200)
    throw new Error(`the invoice could not be made final: ${status} ${JSON.stringify(body)}`)
  site.witness.finalized.add(body.id)
  return body.id
}
