import { acme } from '../../plugins/acme/index.ts'

export const call = acme
