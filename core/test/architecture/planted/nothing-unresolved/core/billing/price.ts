import { round } from './rounding-that-is-not-there.ts'

export const price = round(1.5)
