/** NOTIFY channels. All but the last carry nothing: they say "look", and whoever listens also looks by itself. */
export const JOBS_CHANNEL = 'askpro_jobs'
export const EVENTS_CHANNEL = 'askpro_events'
/** Who wrote, and the tenants for whom. */
export const WRITES_CHANNEL = 'askpro_writes'
