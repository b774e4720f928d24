/** What is to be swept, all of it in whole epoch minutes and flat: start, end, start, end. */
export interface SweepTask {
  /** Sorted and disjoint. Each begins a grid of its own. */
  readonly windows: Int32Array
  /** For each person what no appointment may overlap, in any order. Buffers and breaks are in it already. */
  readonly taken: readonly Int32Array[]
  /** An appointment's length, and the distance from start to start. */
  readonly minutes: number
  readonly step: number
  /** Starts from here to before there. All of them lie a whole number of steps behind `from`. */
  readonly from: number
  readonly to: number
}

/** Room for the length of an interval below its start, in one number that sorts by start. */
const LONGEST = 2 ** 21

/**
 * The least that has to be done for the same starts: sort, merge and walk over numbers. Nobody is chosen, nothing is made but
 * the starts and, for each, the first person who is free.
 */
export function plainSweep(task: SweepTask): { starts: Int32Array; people: Int16Array } {
  const cells = Math.ceil((task.to - task.from) / task.step)
  const first = new Int16Array(cells).fill(-1)
  task.taken.forEach((taken, person) => {
    for (const start of freeStarts(task, merged(taken))) {
      const cell = (start - task.from) / task.step
      if (first[cell] === -1) first[cell] = person
    }
  })
  return collected(task, first)
}

/** Sorted, disjoint, flat. */
function merged(taken: Int32Array): Int32Array {
  const keys = new Float64Array(taken.length / 2)
  for (let i = 0; i < keys.length; i++) {
    const start = taken[2 * i] ?? 0
    keys[i] = start * LONGEST + ((taken[2 * i + 1] ?? 0) - start)
  }
  keys.sort()
  const flat = new Int32Array(taken.length)
  let size = 0
  for (const key of keys) {
    const start = Math.floor(key / LONGEST)
    const end = start + (key - start * LONGEST)
    const reached = flat[size - 1] ?? Number.NEGATIVE_INFINITY
    if (start <= reached) {
      if (end > reached) flat[size - 1] = end
      continue
    }
    flat[size++] = start
    flat[size++] = end
  }
  return flat.subarray(0, size)
}

function freeStarts({ windows, minutes, step, from, to }: SweepTask, taken: Int32Array): Int32Array {
  const starts = new Int32Array(Math.ceil((to - from) / step))
  let size = 0
  let next = 0
  for (let w = 0; w < windows.length; w += 2) {
    const opens = numberAt(windows, w)
    const last = Math.min(numberAt(windows, w + 1) - minutes, to - 1)
    const first = opens + Math.max(0, Math.ceil((from - opens) / step)) * step
    for (let start = first; start <= last; start += step) {
      while (numberAt(taken, next + 1) <= start) next += 2
      if (numberAt(taken, next) >= start + minutes) starts[size++] = start
    }
  }
  return starts.subarray(0, size)
}

const numberAt = (flat: Int32Array, index: number): number => flat[index] ?? Number.POSITIVE_INFINITY

function collected({ from, step }: SweepTask, first: Int16Array): ReturnType<typeof plainSweep> {
  const starts = new Int32Array(first.length)
  const people = new Int16Array(first.length)
  let size = 0
  for (let cell = 0; cell < first.length; cell++) {
    const person = first[cell] ?? -1
    if (person === -1) continue
    starts[size] = from + cell * step
    people[size++] = person
  }
  return { starts: starts.subarray(0, size), people: people.subarray(0, size) }
}
