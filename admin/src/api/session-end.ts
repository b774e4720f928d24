const listeners = new Set<() => void>()

/** To be called where the hub answered that nobody is signed in. */
export function tellSessionEnd(): void {
  for (const listener of listeners) listener()
}

/** Told when the session seems to have ended, here or in another place. Gives what stops listening. */
export function onSessionEnd(listener: () => void): () => void {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}
