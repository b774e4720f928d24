import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import { HubError } from '../../platform/errors.ts'
import { RememberedHooks } from './remembered-hooks.ts'

const live = () => true
const away = async (): Promise<string> => {
  throw new HubError('unavailable')
}
const gone = async (): Promise<string> => {
  throw new HubError('not_found')
}
const never = () => new Promise<string>(() => {})

test('what was found last serves while the database is away, or does not answer', async () => {
  const hooks = new RememberedHooks<string>()
  expect(await hooks.find('a', async () => 'first', live)).toBe('first')
  expect(await hooks.find('a', async () => 'second', live)).toBe('second')
  expect(await hooks.find('a', away, live)).toBe('second')
  const asked = performance.now()
  expect(await hooks.find('a', never, live)).toBe('second')
  expect(performance.now() - asked).toBeLessThan(2_000)
})

test('of what was never found nothing is remembered', async () => {
  const hooks = new RememberedHooks<string>()
  await expect(hooks.find('a', away, live)).rejects.toMatchObject({ code: 'unavailable' })
  await hooks.find('b', async () => 'b', live)
  await expect(hooks.find('a', away, live)).rejects.toMatchObject({ code: 'unavailable' })
})

test('what nobody waits for on the phone is not remembered: it is sent again', async () => {
  const hooks = new RememberedHooks<string>()
  await hooks.find(
    'a',
    async () => 'inbox',
    () => false,
  )
  await expect(hooks.find('a', away, live)).rejects.toMatchObject({ code: 'unavailable' })
})

test('a connection that is gone is forgotten, also when that is learned late', async () => {
  const hooks = new RememberedHooks<string>()
  await hooks.find('a', async () => 'a', live)
  await expect(hooks.find('a', gone, live)).rejects.toMatchObject({ code: 'not_found' })
  await expect(hooks.find('a', away, live)).rejects.toMatchObject({ code: 'unavailable' })
  await hooks.find('a', async () => 'again', live)
  const late = () => sleep(600).then(gone)
  expect(await hooks.find('a', late, live)).toBe('again')
  await sleep(800)
  await expect(hooks.find('a', away, live)).rejects.toMatchObject({ code: 'unavailable' })
})
