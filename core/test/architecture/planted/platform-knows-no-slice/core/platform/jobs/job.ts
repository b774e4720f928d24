import type { Call } from '../../calls/index.ts'

export interface Job {
  call: Call
}
