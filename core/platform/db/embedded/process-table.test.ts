import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import { lookUpProcess } from './process-table.ts'

test('the same living process has the same identity each time it is looked up', () => {
  const first = lookUpProcess(process.pid)
  expect(first?.identity).toMatch(/./)
  expect(lookUpProcess(process.pid)).toEqual(first)
})

test('two processes differ in identity and show their command lines', async () => {
  const child = spawn('sleep', ['61.5'])
  await once(child, 'spawn')
  const found = lookUpProcess(child.pid ?? 0)
  child.kill('SIGKILL')
  expect(found?.command).toBe('sleep 61.5')
  expect(found?.identity).not.toBe(lookUpProcess(process.pid)?.identity)
})

test('a process that ended is not found', async () => {
  const child = spawn('true')
  await once(child, 'exit')
  expect(lookUpProcess(child.pid ?? 0)).toBeUndefined()
})

test('a zombie counts as dead', async () => {
  // The shell becomes `sleep 60`, which never asks after the child that the shell had started.
  const parent = spawn('sh', ['-c', 'sleep 0.3 & echo $!; exec sleep 60'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  try {
    const [text] = (await once(parent.stdout, 'data')) as [Buffer]
    const child = Number(text)
    expect(lookUpProcess(child)).toBeDefined()
    await sleep(1_000)
    expect(process.kill(child, 0)).toBe(true)
    expect(lookUpProcess(child)).toBeUndefined()
  } finally {
    parent.kill('SIGKILL')
  }
})
