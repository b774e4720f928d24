import { tmpdir } from 'node:os'
import { expect, test } from '@jest/globals'
import { placeOfRuns, runsPrograms } from './place-of-runs.ts'

test('a folder that was chosen is taken', () => {
  expect(placeOfRuns(tmpdir())).toBe(tmpdir())
})

test.each<[boolean, string, string]>([
  [true, 'memory', 'tmpfs /dev/shm tmpfs rw,nosuid,nodev 0 0'],
  [false, 'memory that no program runs from', 'shm /dev/shm tmpfs rw,nosuid,nodev,noexec,size=65536k 0 0'],
  [false, 'memory that cannot be written to', 'tmpfs /dev/shm tmpfs ro,nosuid 0 0'],
  [false, 'a disk', '/dev/sda1 /dev/shm ext4 rw 0 0'],
  [false, 'a disk over memory', 'tmpfs /dev/shm tmpfs rw 0 0\n/dev/sda1 /dev/shm ext4 rw 0 0'],
  [false, 'memory elsewhere', 'tmpfs /dev/shm/more tmpfs rw 0 0\ntmpfs /run tmpfs rw 0 0'],
  [false, 'no list of mounts', ''],
])('%s: %s', (is, _what, mounts) => {
  expect(runsPrograms(`proc /proc proc rw 0 0\n${mounts}\n`, '/dev/shm')).toBe(is)
})
