export type CustomerLanguage = 'de' | 'en'

export interface Customer {
  id: string
  tenantId: string
  /** Null until somebody said it. */
  name: string | null
  /** E.164; null for a withheld number. One customer a number. */
  phone: string | null
  email: string | null
  language: CustomerLanguage
  notes: string
  version: number
}

/** One contact with a customer, whatever came of it. */
export interface Communication {
  customerId: string
  channel: 'call' | 'sms' | 'email' | 'visit' | 'note'
  direction: 'inbound' | 'outbound'
  callId?: string | undefined
  appointmentId?: string | undefined
  summary: string
  /** Epoch milliseconds. */
  occurredAt: number
}
