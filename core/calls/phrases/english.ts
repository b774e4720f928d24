import type { HoldLimit, ReachedLimit } from '../../scheduling/index.ts'
import { sayList } from '../speech/index.ts'
import type { Phrases, RefusalReason, SpokenBooking, SpokenRefusal, TimeQuestion, Trying } from './phrases.ts'

const REASONS: Record<RefusalReason, string> = {
  slot_taken: "I'm sorry, that time is not free.",
  outside_hours: "I'm sorry, we don't offer that at that time.",
  too_soon: "I'm sorry, that is too short notice.",
  too_far: "I'm sorry, that is further ahead than we take bookings.",
  limit_reached: "I'm sorry, no more appointments are possible for that.",
  held_until: 'Somebody else is asking for that time just now.',
  calendar_stale: "I'm sorry, I can't promise anything for that time at the moment.",
  nothing_then: "I'm sorry, nothing is free then.",
}

const or = (items: readonly string[]): string => sayList(items, 'en', 'or')
const and = (items: readonly string[]): string => sayList(items, 'en', 'and')
const listed = (items: readonly string[]): string => (items.length > 0 ? `, ${or(items)}` : '')

/** "on Tuesday, November 24th" -> "Tuesday, November 24th". */
const bare = (time: string): string => time.replace(/^on /, '')

const QUESTIONS: Record<TimeQuestion, (candidates: readonly string[]) => string> = {
  which_day: (list) => `Which day do you mean exactly${listed(list.map(bare))}?`,
  which_week: (list) =>
    `Which week do you mean exactly${listed(list.map((day) => `the one from ${bare(day)}`))}?`,
  which_time: (list) => `What time do you mean exactly${listed(list.map(bare))}?`,
  day_contradicts: () => 'That weekday is not on that date. Which day do you mean?',
  time_contradicts: () => "That time doesn't go with that part of the day. What time do you mean?",
  unclear_time: () => "I didn't quite catch the time. What time would you like to come?",
  no_such_date: () => 'There is no such day. Which day would you like to come?',
  past: () => 'That time is already over. When would you like to come?',
  missing: () => 'Which day and what time would you like to come?',
}

const TROUBLE: Record<Trying, string> = {
  look: "I'm sorry, I can't tell just now. May I note down that we call you back?",
  change: "I'm sorry, I can't confirm that just now. May I note down that we call you back?",
  callback: "I'm sorry, I couldn't note that down for certain just now. Please call again later.",
}

const TOO_MANY: Record<HoldLimit, string> = {
  holder: 'I am holding several times for you already. Which of them may I put down?',
  caller: 'Several times are held for your number already. Please try again in a few minutes.',
  client: 'A great many times are being held just now. Please try again in a few minutes.',
}

/** The caller's own; against that of somebody else there may be others. */
const OWN_LIMIT: Record<ReachedLimit['per'], string> = {
  day: 'You already have as many appointments on that day as we can give to one customer.',
  week: 'You already have as many appointments in that week as we can give to one customer.',
  month: 'You already have as many appointments in that month as we can give to one customer.',
}

function why(refusal: SpokenRefusal | undefined): string {
  if (!refusal) return ''
  if (refusal.limit?.of === 'customer') return `${OWN_LIMIT[refusal.limit.per]} `
  const limit = refusal.lastDay ? ` I can book up to and including ${refusal.lastDay}.` : ''
  return `${REASONS[refusal.reason]}${limit} `
}

/** Nobody listens to a list of forty. */
const MOST_NAMES = 8
const possible = (names: readonly string[]): string =>
  `We offer ${and(names.slice(0, MOST_NAMES))}${names.length > MOST_NAMES ? ', among others' : ''}.`

/** Before more words. */
const named = ({ service, length }: Pick<SpokenBooking, 'service' | 'length'>): string =>
  length ? `${service}, ${length},` : service

const withStaff = (booking: SpokenBooking): string =>
  `${named(booking)} ${booking.time}${booking.staff ? ` with ${booking.staff}` : ''}`

export const english: Phrases = {
  greet: (name) => `Hello${name ? `, ${name}` : ''}. How can I help you?`,
  services: (services) =>
    `We offer: ${services.map(({ name, duration }) => `${name}, ${duration}`).join('; ')}.`,
  noServices: () => "I'm afraid I can't tell at the moment. May I note down that we call you back?",
  askService: (names) => `What would you like? ${possible(names)}`,
  whichService: (names) => `Do you mean ${or(names)}?`,
  lengthAt: (duration, price) => `${duration}${price ? ` for ${price}` : ''}`,
  anyLength: or,
  askLength: (service, lengths, heard) => {
    if (lengths.length === 1) return `${service} always takes ${lengths[0]}. Would that be all right?`
    const refused = heard ? `I'm sorry, we don't offer ${service} in that length. ` : ''
    return `${refused}${service} is ${or(lengths)}. Which would you like?`
  },
  unknownService: (names) => `I'm sorry, we don't offer that here. ${possible(names)} What would you like?`,
  openingHours: (days) => `${days.join('. ')}.`,
  dayRange: (first, last) => `From ${bare(first)} to ${last}`,
  openDay: (day, ranges) => `${day}: open ${and(ranges)}`,
  closedDay: (day) => `${day}: closed`,
  holiday: (day, name) => `${day}: public holiday (${name}), closed`,
  range: (from, to) => `from ${from} to ${to}`,
  away: (name) => `${name} is away then.`,
  free: ({ time, staff, ...what }) =>
    `For ${named(what)} there is an appointment${staff ? ` with ${staff}` : ''} free ${time}. Shall I reserve it for you?`,
  offers: (refusal, times) =>
    `${why(refusal)}There is something free ${or(times)}. ${times.length === 1 ? 'Would that suit you?' : 'Which would suit you?'}`,
  nothingFree: (refusal) =>
    refusal?.reason === 'limit_reached'
      ? `${why(refusal)}Is there anything else I can do for you?`
      : `${why(refusal)}I have nothing else free around then either. When would suit you?`,
  leftOut: (refusal, times) => {
    if (refusal) return why(refusal).trim()
    return times === 1 ? 'One more time is free.' : `${times} more times are free.`
  },
  askTime: (question, candidates) => QUESTIONS[question](candidates),
  unknownStaff: (names) => `Only ${or(names)} can do that here. Would that be all right?`,
  whichStaff: (names) => `Do you mean ${or(names)}?`,
  nobodyAble: () => "I'm sorry, there is nobody here for that at the moment. Would you like something else?",
  held: ({ service, length, time }, name) =>
    `I am holding an appointment for you ${time}: ${service}${length ? `, ${length}` : ''}. ` +
    (name ? `May I put it under the name ${name}?` : 'What name may I put the appointment under?'),
  tooManyHolds: (limit) => TOO_MANY[limit],
  released: () => 'I am not keeping that time any longer.',
  understood: (time) => `So you mean ${time}?`,
  holdFirst: () => 'Which time may I reserve for you?',
  needName: () => 'What name may I put the appointment under?',
  booked: (booking) => `Your appointment is booked: ${withStaff(booking)}. We look forward to seeing you.`,
  appointments: (list) =>
    list.length === 1
      ? `You have one appointment: ${list[0]}.`
      : `You have these appointments: ${and(list)}.`,
  noAppointments: () => "I can't find an upcoming appointment under your number.",
  whichAppointment: (list, found) =>
    `${found ? '' : "I can't find an appointment like that. "}${list.length === 1 ? 'Do you mean' : 'Which appointment do you mean:'} ${or(list)}?`,
  appointment: withStaff,
  rescheduled: ({ service, time, staff }) =>
    `Your appointment is moved: ${service} now ${time}${staff ? ` with ${staff}` : ''}.`,
  cancelled: ({ service, time }) => `Your appointment is cancelled: ${service} ${time}.`,
  notInCalendar: (time) =>
    `There is one more thing, I'm sorry: your appointment ${time} does not fit into the calendar any more.`,
  changeRefused: (why) => `${why} May I note down that we call you back?`,
  feeFirst: (costs, change) => `${costs} Shall I ${change === 'cancel' ? 'cancel' : 'move'} it all the same?`,
  feeDue: (fee) => `The fee for that is ${fee}.`,
  withheld: () =>
    "Your number is withheld, so I can't look at or change existing appointments. Which number may we call you back on?",
  needPhone: () => 'Which number can we call you back on?',
  callbackNoted: (phone) => `I have noted that you would like a call back on ${phone}.`,
  unknownNumber: () => "I can't take appointments on this number just now. Please try again later.",
  trouble: (tried) => TROUBLE[tried],
  slow: (held) =>
    held
      ? 'That time is reserved for you. The confirmation is taking a moment longer.'
      : 'This is taking longer than usual. One moment please, I will try again.',
  unknownFunction: () => "I'm afraid I can't help with that. May I note down that we call you back?",
}
