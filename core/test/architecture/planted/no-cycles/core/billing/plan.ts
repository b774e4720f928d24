import type { Price } from './price.ts'

export interface Plan {
  prices: Price[]
}
