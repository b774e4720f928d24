import { INVOICE_KEY } from './find-invoice.ts'
import { TENANT_KEY } from './payer-customer.ts'

/** Events that may mean something to the hub: as many as Stripe lets one list ask for. */
export const EVENT_TYPES = [
  'invoice.paid',
  'invoice.payment_failed',
  'invoice.voided',
  'invoice.marked_uncollectible',
  'charge.refunded',
  'refund.created',
  'refund.updated',
  'refund.failed',
  'charge.dispute.created',
  'charge.dispute.updated',
  'charge.dispute.closed',
  'charge.dispute.funds_withdrawn',
  'charge.dispute.funds_reinstated',
  'checkout.session.completed',
  'checkout.session.expired',
  'customer.updated',
  'payment_method.attached',
  'payment_method.automatically_updated',
  'payment_method.updated',
  'payment_method.detached',
] as const

export interface EventBody {
  id?: string
  type?: string
  data?: { object?: Told; previous_attributes?: { customer?: unknown; invoice_settings?: unknown } }
}

interface Told {
  id?: string
  metadata?: Record<string, string> | null
  payment_intent?: unknown
  customer?: unknown
  mode?: unknown
}

/** What an event is about: that is read again, and what else the event says is not relied on. */
export type Subject =
  | { kind: 'invoice'; id: string }
  | { kind: 'intent'; id: string }
  | { kind: 'customer'; id: string }
  | { kind: 'payer'; id: string }

const KNOWN = new Set<string>(EVENT_TYPES)

/** Undefined for what is none of the hub's business: Stripe is not asked about it. */
export function subjectOf({ type = '', data = {} }: EventBody): Subject | undefined {
  if (!KNOWN.has(type) || !data.object) return undefined
  const [family = ''] = type.split('.')
  return READERS[family]?.({ ...data, object: data.object })
}

type Data = NonNullable<EventBody['data']> & { object: Told }

const intent = ({ object }: Data) => as('intent', object.payment_intent)

/** By the first word of the type. Only what happened to a customer's means of payment is of interest. */
const READERS: Record<string, (data: Data) => Subject | undefined> = {
  invoice: ({ object }) => (object.metadata?.[INVOICE_KEY] ? as('invoice', object.id) : undefined),
  charge: intent,
  refund: intent,
  checkout: ({ object }) =>
    object.mode === 'setup' ? as('payer', object.metadata?.[TENANT_KEY]) : undefined,
  customer: ({ object, previous_attributes: before }) =>
    before?.invoice_settings ? as('payer', object.metadata?.[TENANT_KEY]) : undefined,
  payment_method: ({ object, previous_attributes: before }) =>
    as('customer', object.customer ?? before?.customer),
}

function as(kind: Subject['kind'], id: unknown): Subject | undefined {
  return typeof id === 'string' && id !== '' ? { kind, id } : undefined
}
