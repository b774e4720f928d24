/** What `work` gives, or else what `late` gives once `milliseconds` are over. The work itself goes on. */
export async function inTime<T>(work: Promise<T>, milliseconds: number, late: () => T): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const stop = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(late()), milliseconds)
  })
  try {
    return await Promise.race([work, stop])
  } finally {
    clearTimeout(timer)
  }
}
