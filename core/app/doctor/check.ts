import type { Ground } from './ground.ts'
import type { Verdict } from './verdict.ts'

/** One thing the doctor looks at. It may throw and may hang: the others are not held up by it. */
export interface Check {
  name: string
  run(ground: Ground): Promise<Verdict | Verdict[]>
}
