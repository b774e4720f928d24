/** Milliseconds of this process' own work in one measurement. */
const SAMPLE = 40

/**
 * How many times slower this machine is than it would be alone: the time that a piece of work took, by the work that
 * it was. On a machine that others keep busy a hub is late for no fault of its own, so limits are stretched by this.
 */
export function slowness(): number {
  const [begun, before] = [performance.now(), process.cpuUsage()]
  let worked = 0
  while (worked < SAMPLE) worked = workedSince(before)
  return Math.max(1, (performance.now() - begun) / worked)
}

function workedSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}
