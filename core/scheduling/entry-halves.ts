import type { KnownEntry } from './calendar-entry.ts'
import type { CalendarLink } from './calendar-link.ts'
import type { ExportSubject } from './export-subject.ts'

export interface Half {
  readonly link: CalendarLink
  readonly known: KnownEntry
}

/**
 * Entries of segments that stand although another segment of the appointment was refused. Told by what is stored, so that a
 * run that broke off in between is made up for by the next.
 */
export function halvesOf({ links, entries }: Pick<ExportSubject, 'links' | 'entries'>): Half[] {
  const parts = links
    .filter(({ segment }) => segment !== null)
    .flatMap((link) => entries.filter(({ linkId }) => linkId === link.id).map((known) => ({ link, known })))
  const broken = new Set(
    parts.filter(({ known }) => known.state === 'refused').map(({ link }) => groupOf(link)),
  )
  return parts.filter(({ link, known }) => stands(known) && broken.has(groupOf(link)))
}

/** One whose move was refused stands where it stood. */
const stands = ({ state, reference }: KnownEntry): boolean =>
  reference !== null && (state === 'written' || state === 'refused')

/** The segments of one service with one resource over one connection belong together. */
const groupOf = ({ connectionId, serviceId, resourceId }: CalendarLink): string =>
  [connectionId, serviceId, resourceId].join(' ')
