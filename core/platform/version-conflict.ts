import { HubError } from './errors.ts'

/**
 * Somebody changed it after it was read. `thing` is what the API calls it («service»); `present` is the version that it
 * has now, told as `current_version`.
 */
export const versionConflict = (thing: string, present: number): HubError =>
  new HubError('version_conflict', {
    detail: `Read the ${thing} again and repeat the change.`,
    extra: { current_version: present },
  })
