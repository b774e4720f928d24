import type { Bench } from '../bench.ts'

/** Of the processor time of the turn before: a turn that needed no less than that was no longer getting quicker. */
const STEADY = 0.9
/** On a busy machine the second turn may by chance cost more than the first. */
const FEWEST = 3

/**
 * Turns that are not counted, for each variant, until one costs about what the one before did: V8 compiles what is hot
 * while it runs, and for its first 10 to 20 seconds under load a hub spends most of its time on that.
 */
export async function warmUp(
  bench: Pick<Bench, 'say'> & { seconds: Pick<Bench['seconds'], 'warm'> },
  variants: Readonly<Record<string, () => Promise<{ cpu: number }>>>,
): Promise<void> {
  for (const [name, turn] of Object.entries(variants)) {
    const costs = await turnsUntilSteady(turn, bench.seconds.warm)
    bench.say(`  ${name}, warming up: ${costs.map((cost) => Math.round(cost)).join(', ')} µs each`)
  }
}

/** Microseconds of each turn. No turn begins when the time (seconds) is up. */
async function turnsUntilSteady(turn: () => Promise<{ cpu: number }>, seconds: number): Promise<number[]> {
  const until = performance.now() + seconds * 1_000
  const costs: number[] = []
  for (;;) {
    const before = costs.at(-1) ?? Number.POSITIVE_INFINITY
    const { cpu } = await turn()
    costs.push(cpu)
    const steady = costs.length >= FEWEST && cpu >= before * STEADY
    if (steady || performance.now() >= until) return costs
  }
}
