/** Milliseconds between two looks whether a hub that did not answer is there again. */
export const LOOK_AGAIN = 5_000

/** Whether the hub answers, and can work. */
export const isReady = (): Promise<boolean> =>
  fetch('/readyz').then(
    ({ ok }) => ok,
    () => false,
  )
