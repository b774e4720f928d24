import { HubError } from '../platform/errors.ts'
import type { InvoiceRefusal } from './invoice.ts'

/** An expected refusal as the API says it: what was wrong, and what would be right. */
export function refusalError(refusal: InvoiceRefusal): HubError {
  switch (refusal.code) {
    case 'wrong_status':
      return new HubError('conflict', {
        detail: `The invoice is ${refusal.status}; this needs one that is ${refusal.allowed.join(' or ')}.`,
      })
    case 'negative_total':
      return new HubError('conflict', { detail: 'The total is below zero: that is for a credit note.' })
    case 'exceeds_due':
      return new HubError('conflict', { detail: `Only ${refusal.due_minor} minor units are due.` })
    case 'exceeds_creditable':
      return new HubError('conflict', {
        detail: `Only ${refusal.creditable_net_minor} minor units before tax are left to credit.`,
        extra: { creditable_net_minor: refusal.creditable_net_minor },
      })
  }
}
