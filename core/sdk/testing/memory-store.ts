import type { ConnectionStore } from '../context.ts'

/** Characters of JSON that the hub keeps under one key. */
const LARGEST = 64 * 1024

/** A connection's store in memory. Values go through JSON, as they do in the hub. */
export function memoryStore(): ConnectionStore {
  const texts = new Map<string, string>()
  return {
    async get(key) {
      const text = texts.get(key)
      return text === undefined ? undefined : JSON.parse(text)
    },
    async set(key, value) {
      const text = JSON.stringify(value)
      if (text.length > LARGEST) throw new RangeError(`the value of ${key} is larger than 64 kB`)
      texts.set(key, text)
    },
    async delete(key) {
      texts.delete(key)
    },
  }
}
