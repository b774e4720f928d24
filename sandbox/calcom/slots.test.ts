import { describe, expect, test } from '@jest/globals'
import { book as bookAt, callCalcom, monday, slotStarts, uidOf, useCalcom } from '../testing/use-calcom.ts'

const desk = useCalcom()
const call = (
  method: string,
  path: string,
  options: { body?: object; headers?: Record<string, string> } = {},
) => callCalcom(desk(), `${method} ${path}`, options)
const book = (extra: object = {}) => bookAt(desk(), extra)
const slots = (query = '') => slotStarts(desk(), query)

describe('slots', () => {
  test('they follow the schedule in its own zone and are written in the asked one', async () => {
    expect(await slots()).toHaveLength(8)
    expect((await slots())[0]).toBe('2026-12-07T08:00:00.000Z')
    expect((await slots('&timeZone=Europe/Berlin'))[0]).toBe('2026-12-07T09:00:00.000+01:00')
  })

  test('the range format has ends', async () => {
    const { body } = await call('GET', `/v2/slots?eventTypeId=7&start=${monday}&end=${monday}&format=range`)
    expect(Object(body.data)[monday][0]).toEqual({
      start: '2026-12-07T08:00:00.000Z',
      end: '2026-12-07T09:00:00.000Z',
    })
  })

  test('a booking, a reservation and the own calendar take slots away', async () => {
    await book()
    await call('POST', '/v2/slots/reservations', {
      body: { eventTypeId: 7, slotStart: `${monday}T10:00:00Z` },
    })
    desk().running.state.busyTimes = [
      { start: Date.parse(`${monday}T11:30:00Z`), end: Date.parse(`${monday}T11:45:00Z`) },
    ]
    const starts = (await slots()).map((start) => start.slice(11, 13))
    expect(starts).toEqual(['08', '12', '13', '14', '15'])
  })

  test('the booking to be moved does not block its own time', async () => {
    const uid = uidOf(await book())
    expect(await slots()).not.toContain('2026-12-07T09:00:00.000Z')
    expect(await slots(`&bookingUidToReschedule=${uid}`)).toContain('2026-12-07T09:00:00.000Z')
  })

  test('none are offered in the past', async () => {
    desk().now = Date.parse(`${monday}T11:10:00Z`)
    expect((await slots())[0]).toBe('2026-12-07T12:00:00.000Z')
  })

  test('a new opening in the schedule is a new slot', async () => {
    const availability = [{ days: ['Monday'], startTime: '18:00', endTime: '19:00' }]
    await call('PATCH', '/v2/schedules/10', { body: { availability } })
    expect(await slots()).toEqual(['2026-12-07T17:00:00.000Z'])
  })
})

describe('reservations', () => {
  const path = '/v2/slots/reservations'
  const reserve = () => call('POST', path, { body: { eventTypeId: 7, slotStart: `${monday}T09:00:00Z` } })

  test('one holds its slot for five minutes and then lets it go by itself', async () => {
    const { status, body } = await reserve()
    expect(status).toBe(201)
    expect(body.data).toMatchObject({
      slotDuration: 60,
      reservationDuration: 5,
      reservationUntil: '2026-11-22T08:05:00.000Z',
    })
    expect((await reserve()).status).toBe(422)
    desk().now += 5 * 60_000
    expect((await reserve()).status).toBe(201)
  })

  test('one can be read, moved and given back', async () => {
    const uid = Object((await reserve()).body.data).reservationUid
    const moved = { eventTypeId: 7, slotStart: `${monday}T10:00:00Z`, reservationDuration: 10 }
    expect((await call('PATCH', `${path}/${uid}`, { body: moved })).body.data).toMatchObject({
      reservationUid: uid,
    })
    expect((await call('GET', `${path}/${uid}`)).body.data).toMatchObject({
      slotStart: '2026-12-07T10:00:00.000Z',
    })
    expect((await call('DELETE', `${path}/${uid}`)).status).toBe(200)
    expect((await call('GET', `${path}/${uid}`)).body.data).toBeNull()
  })

  test('a booked slot cannot be reserved', async () => {
    await book()
    expect((await reserve()).status).toBe(422)
  })

  test('a booking uses its reservation up', async () => {
    await reserve()
    expect((await book()).status).toBe(201)
    expect(desk().running.state.reservations).toEqual([])
  })
})
