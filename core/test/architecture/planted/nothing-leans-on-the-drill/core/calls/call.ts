import { caller } from '../../drill/caller.ts'

export const call = caller
