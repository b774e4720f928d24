import { type Kind, kindsOf, shapesOf } from './footprint.ts'
import type { Round } from './kept-promises.ts'
import type { Taken } from './record.ts'
import { isGranted, isOpen, rulesOf, type Told, type Wanted } from './requests.ts'

const MINUTE = 60_000
/** Milliseconds between the moment at which an end is noted and the one from which others see it. */
const COMMITS_WITHIN = 250
const TIME_IS_TAKEN = new Set(['slot_taken', 'held_until'])

/** Each answer that is neither a yes nor a no for a reason that held while the request was under way. */
export function unjustRefusals(round: Round): string[] {
  return round.told.flatMap((told) => {
    const { reply, label, act } = told
    if (isOpen(told) || isGranted(told) || isJust(told, round)) return []
    return [`${label} (${act.is}) was told without reason: ${reply?.status} ${JSON.stringify(reply?.body)}`]
  })
}

function isJust(told: Told, round: Round): boolean {
  const { status, body } = told.reply ?? {}
  if (status !== 409) return false
  return TIME_IS_TAKEN.has(body.code)
    ? wasTaken(told, round)
    : body.code === 'conflict' && wasChanged(told, round)
}

/** It can't be booked, moved or let go any more since somebody else has done something to it. */
const wasChanged = ({ act }: Told, { record }: Round): boolean =>
  'id' in act && record.events.filter(({ id }) => id === act.id).length > 1

/**
 * Of one of the kinds that are needed, every seat of everybody who would do was taken at some moment between question
 * and answer. Were it not so, one of each kind would have been free throughout.
 */
function wasTaken({ act, sent, heard }: Told, { salon, record, told }: Round): boolean {
  if (!('start' in act)) return false
  const self = 'id' in act ? act.id : undefined
  const meanwhile = record.taken.filter(
    (taken) => taken.appointment_id !== self && taken.began <= heard && !wasOver(taken, { sent, told }),
  )
  const rules = rulesOf(salon, act.serviceId)
  const shapes = shapesOf(rules, act.minutes)
  return kindsOf(rules).some((kind) =>
    seatsOf(kind, act, salon).every(([resourceId, seat]) =>
      meanwhile.some(
        (taken) =>
          taken.resource_id === resourceId &&
          taken.seat === seat &&
          shapes.some((shape) => keepsOut(taken, shape, act.start)),
      ),
    ),
  )
}

/** Free again before it was asked for: for longer than a commit takes, or since somebody had heard that it is. */
function wasOver(
  { appointment_id, ended }: Taken,
  { sent, told }: { sent: number; told: Round['told'] },
): boolean {
  if (ended === null) return false
  const heardOf = (one: Told): boolean =>
    (one.act.is === 'cancel' || one.act.is === 'release') &&
    one.act.id === appointment_id &&
    isGranted(one) &&
    ended <= one.heard &&
    one.heard <= sent
  return ended + COMMITS_WITHIN < sent || told.some(heardOf)
}

function keepsOut(
  taken: Taken,
  { layer, from, to }: ReturnType<typeof shapesOf>[number],
  start: number,
): boolean {
  const [begins, ends] = [start + from * MINUTE, start + to * MINUTE]
  return (layer === 'core' || taken.layer === 'core') && taken.from < ends && begins < taken.to
}

function seatsOf(kind: Kind, { only }: Wanted, { seats }: Round['salon']): Array<[string, number]> {
  const all = [...seats[kind]]
  const named = all.filter(([id]) => only.includes(id))
  return (named.length > 0 ? named : all).flatMap(([id, count]) =>
    Array.from({ length: count }, (_, index): [string, number] => [id, index + 1]),
  )
}
