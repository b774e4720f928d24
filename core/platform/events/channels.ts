/** NOTIFY channels. A notification carries nothing: it says "look", and whoever listens also looks by itself. */
export const JOBS_CHANNEL = 'askpro_jobs'
export const EVENTS_CHANNEL = 'askpro_events'
