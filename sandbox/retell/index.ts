export { retell } from './retell-stand-in.ts'
export type { RetellState } from './retell-state.ts'
export { salonNumbers } from './salon-numbers.ts'
