import { newId } from '../../core/platform/ids.ts'

export const acme = newId
