/** What every Cal.com with an API of version 2 can tell. */
export const FIRST_TRIGGERS = [
  'BOOKING_CREATED',
  'BOOKING_RESCHEDULED',
  'BOOKING_CANCELLED',
  'BOOKING_REJECTED',
  'BOOKING_REQUESTED',
] as const

/**
 * All that changes who is booked when, or tells that nobody came. The others (meetings that begin and end, recordings,
 * forms, out of office, instant meetings) say nothing that the hub could do anything with.
 */
export const TRIGGERS = [
  ...FIRST_TRIGGERS,
  'BOOKING_PAYMENT_INITIATED',
  'BOOKING_PAID',
  'BOOKING_NO_SHOW_UPDATED',
] as const
