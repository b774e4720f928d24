import { useCommonWords } from '../../words/common.ts'
import type { Call } from './call-types.ts'

/** Whom a call is with: the name that is known, else the number, else that it was withheld. */
export function useWho(): (call: Pick<Call, 'customer_name' | 'direction' | 'from' | 'to'>) => string {
  const common = useCommonWords()
  return ({ customer_name, direction, from, to }) =>
    customer_name ?? (direction === 'outbound' ? to : (from ?? common('withheld')))
}
