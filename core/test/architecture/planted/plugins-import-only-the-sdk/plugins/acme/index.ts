import { price } from '../../core/billing/index.ts'

export const acme = price
