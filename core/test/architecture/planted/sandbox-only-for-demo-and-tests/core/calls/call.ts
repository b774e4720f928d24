import { acme } from '../../sandbox/acme/acme.ts'

export const call = acme
