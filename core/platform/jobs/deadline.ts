/** Rejects when `promise` takes longer than `ms`; what it does later is ignored. `what` names it in the error. */
export async function within<T>(ms: number, what: string, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${ms} ms`)), ms)
  })
  promise.catch(() => {})
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Resolves when `promise` has ended, either way, or after `ms`: for putting things away. */
export async function endedWithin(ms: number, promise: Promise<unknown>): Promise<void> {
  await within(ms, 'the end', promise).catch(() => {})
}
