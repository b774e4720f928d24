import { fast } from '../../bench/fast.ts'

export const clock = fast
