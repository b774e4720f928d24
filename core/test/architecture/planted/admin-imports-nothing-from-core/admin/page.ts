import { newId } from '../core/platform/ids.ts'

export const page = newId
