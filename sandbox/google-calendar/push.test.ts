import { describe, expect, test } from '@jest/globals'
import { failure, insertEvent, timed, useGoogle } from '../testing/use-google.ts'

const desk = useGoogle()
const insert = (requestBody: object) => insertEvent(desk(), requestBody)

describe('push', () => {
  const watch = (extra: object = {}) =>
    desk().client.events.watch({
      calendarId: 'primary',
      requestBody: {
        id: 'channel-1',
        type: 'web_hook',
        address: desk().receiver.url,
        token: 'secret',
        ...extra,
      },
    })
  const states = () => desk().receiver.received.map(({ headers }) => headers['x-goog-resource-state'])

  test('a channel opens with sync, then tells every change without a body', async () => {
    const { data } = await watch()
    await insert(timed('01T09:00', '01T10:00'))
    const [sync, exists] = await desk().receiver.waitFor(2)
    expect(states()).toEqual(['sync', 'exists'])
    expect(exists?.raw).toBe('')
    expect(exists?.headers).toMatchObject({
      'x-goog-channel-id': 'channel-1',
      'x-goog-channel-token': 'secret',
      'x-goog-resource-id': data.resourceId,
      'x-goog-channel-expiration': 'Sun, 29 Nov 2026 08:00:00 GMT',
      'content-length': '0',
    })
    expect(Number(exists?.headers['x-goog-message-number'])).toBeGreaterThan(
      Number(sync?.headers['x-goog-message-number']),
    )
    expect(data.expiration).toBe(String(desk().now + 604_800_000))
  })

  test('a stopped or expired channel is silent, and so is that of another calendar', async () => {
    const { data } = await watch({ params: { ttl: '60' } })
    await watch({ id: 'channel-2' })
    await desk().client.channels.stop({
      requestBody: { id: 'channel-2', resourceId: data.resourceId ?? null },
    })
    await desk().client.events.insert({
      calendarId: 'team@group.calendar.google.com',
      requestBody: timed('01T09:00', '01T10:00'),
    })
    desk().now += 61_000
    await insert(timed('01T09:00', '01T10:00'))
    await desk().running.webhooks.idle()
    expect(states()).toEqual(['sync', 'sync'])
  })

  test('an unreachable address, a used id and an unknown channel are refused', async () => {
    expect(await failure(watch({ address: 'http://hub.example.com/hook' }))).toEqual({
      status: 400,
      reason: 'webhookUrlNotHttps',
    })
    await watch()
    expect(await failure(watch())).toEqual({ status: 400, reason: 'channelIdNotUnique' })
    const stop = desk().client.channels.stop({ requestBody: { id: 'channel-9', resourceId: 'x' } })
    expect(await failure(stop)).toMatchObject({ status: 404 })
  })

  test('an outage of the receiver is tried again, a refusal is not', async () => {
    desk().receiver.answerWith(503, 200, 403)
    await watch()
    await desk().running.webhooks.idle()
    expect(states()).toEqual(['sync', 'sync'])
    await insert(timed('01T09:00', '01T10:00'))
    await desk().running.webhooks.idle()
    expect(states()).toEqual(['sync', 'sync', 'exists'])
  })
})
