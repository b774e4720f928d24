import { randomFillSync } from 'node:crypto'

/** Asking the system for random bytes costs about 5 µs per call, whatever their number, and every request needs some. */
const pool = Buffer.alloc(4_096)
let used = pool.length

/** `count` bytes from the system's random source, each given out once. A view that is only good until the next call. */
export function randomView(count: number): Buffer {
  if (used + count > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += count
  return pool.subarray(used - count, used)
}
