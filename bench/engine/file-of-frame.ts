import { type Frame, partOf } from '../profile/part-of-frame.ts'

/** Whose time a sample of the engine is: a file of the scheduling, since V8 folds small functions into their callers. */
export function fileOf(frame: Frame): string {
  const [, file] = /\/core\/scheduling\/([^/]+)\.ts$/.exec(frame.url) ?? []
  return file ?? partOf(frame)
}
