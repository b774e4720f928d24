import { appointment } from '../scheduling/appointment.ts'
import { price } from '../billing/index.ts'

export const call = [appointment, price]
