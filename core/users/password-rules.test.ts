import { expect, test } from '@jest/globals'
import { requireGoodPassword } from './password-rules.ts'

const about = ['lena.hoffmann@salon.example', 'Lena Hoffmann']
const complaint = (password: string) => {
  try {
    requireGoodPassword(password, about)
    return undefined
  } catch (error) {
    return (error as { extra: { errors: Array<{ path: string; message: string }> } }).extra.errors[0]
  }
}

test.each([
  ['short', 'at least 12'],
  ['elf zeichen', 'at least 12'],
  ['aaaaaaaaaaaaaaa', 'first that are tried'],
  ['123456789012', 'first that are tried'],
  ['abcdefghijklm', 'first that are tried'],
  ['Passwort2024!', 'first that are tried'],
  ['p4$$w0rd-1234', 'first that are tried'],
  ['P@ssw0rd!2024', 'first that are tried'],
  ['adminadmin123', 'first that are tried'],
  ['qwertzuiop!12', 'first that are tried'],
  ['2024-12-31-00', 'first that are tried'],
  ['lena.hoffmann1', 'name or address'],
  ['salon.example42', 'name or address'],
  ['vier Fenster zum Hof', undefined],
  ['hoffmann reitet gern', undefined],
  ['kQ7-pza-Lw2-xx', undefined],
])('%j: %s', (password, message) => {
  if (message === undefined) expect(complaint(password)).toBeUndefined()
  else expect(complaint(password)).toEqual({ path: '/password', message: expect.stringContaining(message) })
})
