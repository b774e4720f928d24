import type { Clock } from '../clock.ts'

/** Stands still until it is told otherwise. */
export class TestClock implements Clock {
  #now: number

  constructor(now: number) {
    this.#now = now
  }

  now(): number {
    return this.#now
  }

  set(now: number): void {
    this.#now = now
  }

  forward(minutes: number): void {
    this.#now += minutes * 60_000
  }
}
