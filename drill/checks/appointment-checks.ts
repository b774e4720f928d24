import type { AppointmentFact, Evidence } from '../evidence.ts'
import type { Told } from '../witness.ts'

const STANDING: ReadonlySet<string> = new Set(['pending', 'confirmed', 'completed'])

export function overlapping({ overlaps }: Evidence): string[] {
  return overlaps.map(
    ({ one, other, resource, during }) =>
      `appointments ${one} and ${other} overlap (resource ${resource}, ${during})`,
  )
}

/** What each caller heard, yes or no, against what stands. */
export function untrue({ appointments, witness }: Evidence): string[] {
  const wishes = new Set(witness.told.flatMap(({ wish }) => (wish === undefined ? [] : [wish])))
  return [...wishes].flatMap((wish) => {
    const told = witness.told.filter((one) => one.wish === wish)
    const standing = appointments.filter(({ name, status }) => name === wish && STANDING.has(status))
    return [
      ...brokenYes(told, standing).map((what) => `${wish} was told ${what}`),
      ...(standing.length > 1 ? [`${wish} asked for one appointment and has ${standing.length}`] : []),
      ...(told.at(-1)?.says === 'refused' && standing.length > 0
        ? [`${wish} was told "no", and an appointment stands`]
        : []),
    ]
  })
}

function brokenYes(told: readonly Told[], standing: readonly AppointmentFact[]): string[] {
  const yes = told.filter(({ says }) => says === 'booked')
  if (yes.length === 0) return []
  if (standing.length === 0) return ['"booked", and no appointment stands']
  const ids = new Set<string | undefined>(standing.map(({ id }) => id))
  return yes.every(({ appointmentId }) => ids.has(appointmentId))
    ? []
    : ['of an appointment that is not the one that stands']
}

/** Each appointment once in each of its calendars, and nothing there that does not stand here. */
export function misplaced({ appointments, entries }: Evidence): string[] {
  const standing = appointments.filter(({ status }) => STANDING.has(status))
  return Object.entries(entries).flatMap(([provider, names]) => {
    const wanted = standing.flatMap(({ name, calendars }) =>
      name !== null && calendars.includes(provider) ? [name] : [],
    )
    return [...new Set([...names, ...wanted])].flatMap((name) => {
      const [there, here] = [names, wanted].map((list) => list.filter((one) => one === name).length)
      return there === here ? [] : [`${name}: ${here} here, ${there} at ${provider}`]
    })
  })
}
