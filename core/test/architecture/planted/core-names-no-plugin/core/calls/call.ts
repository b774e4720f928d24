export function provider(call: { source: string }) {
  if (call.source === 'acme-calendar') return 'known'
  return 'unknown'
} // the client of AcmeCalendar
