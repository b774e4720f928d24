import { useState } from 'react'
import { isConflict } from './conflict-note.tsx'
import { useSaved } from './use-saved.ts'

interface Versioned<Thing> {
  /** As it was read; undefined for a new one. */
  read: Thing | undefined
  /** Saves what the form holds on top of that state. */
  write: (before: Thing | undefined) => Promise<Thing>
  /** Reads it anew. */
  present: (before: Thing) => Promise<Thing>
  /** Puts a newer state into the form. */
  take: (newer: Thing) => void
  /** Puts complaints to their fields; whether all of them found one. */
  place?: (thrown: unknown) => boolean
}

/**
 * A form of something that others may change meanwhile: a save that comes too late reads their state, which is then
 * taken, or written over. Whoever writes over it writes over what was shown, and over nothing newer.
 */
export function useVersioned<Thing>({ read, write, present, take, place }: Versioned<Thing>) {
  const { run, failure, setFailure, saving } = useSaved()
  const [base, setBase] = useState(read)
  const [theirs, setTheirs] = useState<Thing>()
  const [atFields, setAtFields] = useState(false)
  const refused = async (thrown: unknown, before: Thing | undefined): Promise<never> => {
    setAtFields(place?.(thrown) ?? false)
    setTheirs(before !== undefined && isConflict(thrown) ? await present(before) : undefined)
    throw thrown
  }
  /** Gives what was saved; undefined where it was refused. */
  const saveOver = async (before: Thing | undefined): Promise<Thing | undefined> => {
    const saved = await run(() => write(before).catch((thrown: unknown) => refused(thrown, before)))
    if (saved !== undefined) {
      setBase(saved)
      setTheirs(undefined)
    }
    return saved
  }
  const takeTheirs = () => {
    if (theirs === undefined) return
    take(theirs)
    setBase(theirs)
    setTheirs(undefined)
    setFailure(undefined)
  }
  return {
    theirs,
    save: () => saveOver(base),
    foot: {
      failure,
      atFields,
      saving,
      onTheirs: takeTheirs,
      onMine: () => void saveOver(theirs),
    },
  }
}
