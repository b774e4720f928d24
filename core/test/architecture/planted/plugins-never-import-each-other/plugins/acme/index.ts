import { other } from '../other/index.ts'

export const acme = other
