import { newId } from '../platform/ids.ts'

export const sdk = newId
