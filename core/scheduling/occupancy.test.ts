import { describe, expect, test } from '@jest/globals'
import { occupanciesOf } from './occupancy.ts'
import type { Service } from './service.ts'
import { CUT } from './testing/sample-request.ts'
import type { SlotResource } from './time-slot.ts'

const ANNA: SlotResource = { segment: 0, kind: 'staff', resourceId: 'anna', seat: 1 }
const ROOM: SlotResource = { segment: 0, kind: 'room', resourceId: 'room', seat: 2 }
const START = 1000

function rows(service: Partial<Service>, assignment: SlotResource[] = [ANNA]): string[] {
  return occupanciesOf({ ...CUT, ...service }, START, assignment).map(
    ({ resourceId, seat, layer, start, end }) => `${resourceId}#${seat} ${layer} ${start}-${end}`,
  )
}

describe('a single segment', () => {
  test('without buffers occupies its own time and nothing else', () => {
    expect(rows({})).toEqual(['anna#1 core 1000-1030'])
  })

  test('has its buffers in a layer of their own under max', () => {
    expect(rows({ bufferBefore: 5, bufferAfter: 10 })).toEqual([
      'anna#1 core 1000-1030',
      'anna#1 buffer 995-1000',
      'anna#1 buffer 1030-1040',
    ])
  })

  test('has its buffers stored as core under additive', () => {
    expect(rows({ bufferBefore: 5, bufferAfter: 10, bufferPolicy: 'additive' })).toEqual([
      'anna#1 core 995-1040',
    ])
  })
})

describe('a colouring with waiting', () => {
  const segments: Service['segments'] = [
    { minutes: 20, needs: ['staff'] },
    { minutes: 10, needs: ['staff', 'room'] },
    { minutes: 25, needs: [] },
    { minutes: 20, needs: ['staff'] },
  ]
  const assignment = [ANNA, { ...ANNA, segment: 1 }, { ...ROOM, segment: 1 }, { ...ANNA, segment: 3 }]

  test('leaves the waiting free, joins segments that follow each other and writes no row twice', () => {
    expect(rows({ segments }, assignment)).toEqual([
      'anna#1 core 1000-1030',
      'anna#1 core 1055-1075',
      'room#2 core 1020-1030',
    ])
  })

  test("has buffers around each resource's own work and none in between", () => {
    expect(rows({ segments, bufferBefore: 5, bufferAfter: 10 }, assignment)).toEqual([
      'anna#1 core 1000-1030',
      'anna#1 core 1055-1075',
      'anna#1 buffer 995-1000',
      'anna#1 buffer 1075-1085',
      'room#2 core 1020-1030',
      'room#2 buffer 1015-1020',
      'room#2 buffer 1030-1040',
    ])
  })

  test('has other buffers on a kind that is named', () => {
    const buffers = [{ kind: 'room', before: 0, after: 30 }] as const
    const occupied = rows({ segments, bufferBefore: 5, buffers }, assignment)
    expect(occupied.filter((row) => row.includes('buffer'))).toEqual([
      'anna#1 buffer 995-1000',
      'room#2 buffer 1030-1060',
    ])
    const added = rows({ segments, bufferBefore: 5, bufferPolicy: 'additive', buffers }, assignment)
    expect(added).toContain('room#2 core 1020-1060')
  })

  test('extends the first and the last work under additive', () => {
    expect(
      rows({ segments, bufferBefore: 5, bufferAfter: 10, bufferPolicy: 'additive' }, assignment),
    ).toEqual(['anna#1 core 995-1030', 'anna#1 core 1055-1085', 'room#2 core 1015-1040'])
  })
})
