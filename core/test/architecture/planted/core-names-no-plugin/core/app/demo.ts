export const demo = 'acme-calendar'
