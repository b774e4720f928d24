/** Milliseconds of processor time of this process: what a bound on work means on a machine that has other things to do. */
export function processorTime(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}
