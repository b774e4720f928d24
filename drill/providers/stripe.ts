import { eventually } from '../../core/test/program/api.ts'
import { finalizeInvoice } from '../collecting.ts'
import type { Scene } from '../drill-row.ts'
import type { Provider } from './provider.ts'

/** Milliseconds. */
const PAID_WITHIN = 150_000

export async function invoiceStatus({ site }: Scene, id: string): Promise<string | undefined> {
  const [row] = await site.rows<{ status: string }>('select status from invoices where id = $1', [id])
  return row?.status
}

export async function expectPaid(scene: Scene, id: string): Promise<void> {
  const found = await eventually(
    () => invoiceStatus(scene, id),
    (is) => is === 'paid',
    PAID_WITHIN,
  )
  scene.expect(found === 'paid', `the invoice is ${found}`)
}

async function use(scene: Scene): Promise<() => Promise<void>> {
  const id = await finalizeInvoice(scene)
  return () => expectPaid(scene, id)
}

export const stripe: Provider = {
  name: 'stripe',
  title: 'Stripe',
  plugin: 'stripe',
  owner: 'agency',
  isCalendar: false,
  hit: { method: 'POST' },
  must: 'the invoice is paid once, here and there',
  use,
  live: use,
}

interface StripeState {
  invoices: Array<{ id: string; customer: string; metadata: Record<string, string> }>
}

/** One whose first payment was declined, and how its payer pays it at Stripe after all. */
export async function declinedInvoice(scene: Scene): Promise<{ id: string; payThere: () => Promise<void> }> {
  const { site } = scene
  const card = (body: object) => site.control('PUT', '/stripe/cards', body)
  await card({ card: 'pm_card_chargeCustomerFail' })
  const id = await finalizeInvoice(scene)
  const open = async () => {
    const { invoices } = (await site.control('GET', '/state/stripe')) as StripeState
    return invoices.find(({ metadata }) => Object.values(metadata).includes(id))
  }
  const declined = async () => (await doneCollections(scene, id)) > 0
  if (!(await eventually(declined, (is) => is, PAID_WITHIN)))
    throw new Error('an invoice was never collected')
  await card({ card: 'pm_card_visa' })
  const there = await open()
  return {
    id,
    async payThere() {
      await card({ card: 'pm_card_visa', customer: there?.customer })
      const { status } = await fetch(`${site.demo.sandbox.stripe}/v1/invoices/${there?.id}/pay`, {
        method: 'POST',
        headers: { authorization: `Bearer ${site.apiKeys.stripe}` },
      })
      if (status !== 200) throw new Error(`it could not be paid at Stripe: ${status}`)
    },
  }
}

async function doneCollections({ site }: Scene, id: string): Promise<number> {
  const text = `select from jobs where kind = 'invoice.collect' and state = 'done' and payload ->> 'invoice_id' = $1`
  return (await site.rows(text, [id])).length
}
