import { HubError } from '../platform/errors.ts'

/** A body that fits its schema and still can't be meant; `path` is a JSON pointer (RFC 6901). */
export function wrongField(path: string, message: string, cause?: unknown): HubError {
  return new HubError('invalid', {
    detail: `The body field ${path} ${message}.`,
    extra: { errors: [{ path, message }] },
    cause,
  })
}
