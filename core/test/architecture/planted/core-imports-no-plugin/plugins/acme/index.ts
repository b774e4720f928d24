export const acme = 1
