import {
  BodyFields,
  type Handler,
  type Reply,
  type Route,
  type StandInContext,
  type StandInRequest,
} from '../engine/index.ts'
import { refuse } from './calcom-errors.ts'
import {
  type AvailabilityRule,
  type CalcomState,
  type DateOverride,
  defaultAvailability,
  type Schedule,
} from './calcom-state.ts'
import { isTimeZone } from './calcom-time.ts'

type Context = StandInContext<CalcomState>

const createOne: Handler<CalcomState> = (request, context) => {
  const { state } = context
  const fields = new BodyFields(request.body)
  const name = fields.text('name')
  const timeZone = fields.text('timeZone')
  if (fields.raw('isDefault') === undefined) fields.problems.push('isDefault must be a boolean value')
  const changes = readChanges(request, fields)
  const base = { isDefault: false, overrides: [], availability: defaultAvailability() }
  const schedule: Schedule = { ...base, ...changes, name, timeZone, id: state.nextId++ }
  state.schedules.push(schedule)
  makeDefault(state, schedule)
  return answer(context, schedule, 201)
}

const listAll: Handler<CalcomState> = (_request, context) => {
  const data = context.state.schedules.map((schedule) => view(context, schedule))
  return { status: 200, body: { status: 'success', data } }
}

const readDefault: Handler<CalcomState> = (_request, context) => {
  const found = context.state.schedules.find(({ isDefault }) => isDefault)
  return { status: 200, body: { status: 'success', data: found ? view(context, found) : null } }
}

const readOne: Handler<CalcomState> = (request, context) => answer(context, find(request, context))

const changeOne: Handler<CalcomState> = (request, context) => {
  const schedule = find(request, context)
  Object.assign(schedule, readChanges(request, new BodyFields(request.body)))
  makeDefault(context.state, schedule)
  return answer(context, schedule)
}

const removeOne: Handler<CalcomState> = (request, context) => {
  const schedule = find(request, context)
  if (schedule.isDefault) return refuse(request, 400, "Can't delete default schedule")
  context.state.schedules = context.state.schedules.filter((one) => one !== schedule)
  return { status: 200, body: { status: 'success' } }
}

function readChanges(request: StandInRequest, fields: BodyFields): Partial<Schedule> {
  const name = fields.optionalText('name')
  const timeZone = fields.optionalText('timeZone')
  const isDefault = fields.optionalBoolean('isDefault')
  if (timeZone !== undefined && !isTimeZone(timeZone))
    fields.problems.push('timeZone must be a valid time zone')
  const availability = fields.list('availability').map((entry) => readRule(fields, entry))
  const overrides = fields.list('overrides').map((entry) => readOverride(fields, entry))
  if (fields.problems.length > 0) refuse(request, 400, fields.problems.join(', '))
  return {
    ...(name !== undefined && { name }),
    ...(timeZone !== undefined && { timeZone }),
    ...(isDefault !== undefined && { isDefault }),
    ...(fields.raw('availability') !== undefined && { availability }),
    ...(fields.raw('overrides') !== undefined && { overrides }),
  }
}

function readRule(fields: BodyFields, entry: unknown): AvailabilityRule {
  const rule = new BodyFields(entry)
  const read = {
    days: rule.texts('days'),
    startTime: readTime(rule, 'startTime'),
    endTime: readTime(rule, 'endTime'),
  }
  fields.problems.push(...rule.problems)
  return read
}

function readOverride(fields: BodyFields, entry: unknown): DateOverride {
  const override = new BodyFields(entry)
  const date = override.text('date')
  const read = { date, startTime: readTime(override, 'startTime'), endTime: readTime(override, 'endTime') }
  fields.problems.push(...override.problems)
  return read
}

function readTime(fields: BodyFields, name: string): string {
  const time = fields.text(name)
  const valid = /^([01]\d|2[0-3]):[0-5]\d$/.test(time)
  if (!valid) fields.problems.push(`${name} must be a valid time in format HH:MM e.g. 08:00`)
  return time
}

function makeDefault(state: CalcomState, schedule: Schedule): void {
  if (!schedule.isDefault) return
  for (const other of state.schedules) other.isDefault = other === schedule
  state.user.defaultScheduleId = schedule.id
}

function find(request: StandInRequest, { state }: Context): Schedule {
  const id = request.params.scheduleId
  const found = state.schedules.find((schedule) => String(schedule.id) === id)
  return found ?? refuse(request, 404, `Schedule with ID=${id} does not exist.`)
}

function answer(context: Context, schedule: Schedule, status = 200): Reply {
  return { status, body: { status: 'success', data: view(context, schedule) } }
}

function view({ state }: Context, schedule: Schedule): object {
  return { ...schedule, ownerId: state.user.id }
}

const all = '/v2/schedules'
const one = `${all}/:scheduleId`

export const scheduleRoutes: readonly Route<CalcomState>[] = [
  { method: 'POST', path: all, handle: createOne },
  { method: 'GET', path: all, handle: listAll },
  { method: 'GET', path: `${all}/default`, handle: readDefault },
  { method: 'GET', path: one, handle: readOne },
  { method: 'PATCH', path: one, handle: changeOne },
  { method: 'DELETE', path: one, handle: removeOne },
]
