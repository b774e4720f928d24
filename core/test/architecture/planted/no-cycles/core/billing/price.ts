import type { Plan } from './plan.ts'

export interface Price {
  plan: Plan
}
