import { expect, test } from '@jest/globals'
import { Type } from '@sinclair/typebox'
import { HubError } from '../errors.ts'
import { SchemaCompiler } from './schema-compiler.ts'

const schemas = new SchemaCompiler()

function complaints(work: () => void): unknown {
  try {
    work()
  } catch (error) {
    if (error instanceof HubError) return error.extra.errors
    throw error
  }
  return []
}

test('an intersection is closed as a whole, not in its parts', () => {
  const check = schemas.body(
    Type.Intersect([
      Type.Object({ a: Type.String() }),
      Type.Object({ b: Type.Optional(Type.Object({ c: Type.String() })) }),
    ]),
  )
  expect(complaints(() => check({ a: 'x', b: { c: 'y' } }))).toEqual([])
  expect(complaints(() => check({ a: 'x', d: 1 }))).toEqual([
    { path: '/d', message: expect.stringContaining('not a known') },
  ])
})

test('an object that says it is open stays open', () => {
  const check = schemas.body(Type.Object({}, { additionalProperties: true }))
  expect(complaints(() => check({ anything: 1 }))).toEqual([])
  expect(complaints(() => schemas.body(Type.Record(Type.String(), Type.Integer()))({ any: 1 }))).toEqual([])
})

test('a body is never coerced, a query is', () => {
  const schema = () => Type.Object({ n: Type.Integer() })
  expect(complaints(() => schemas.body(schema())({ n: '7' }))).toEqual([
    { path: '/n', message: 'must be integer' },
  ])
  const query = { n: '7' }
  schemas.query(schema())(query)
  expect(query).toEqual({ n: 7 })
  expect(complaints(() => schemas.query(schema())({ n: '7 apples' }))).toEqual([
    { path: '/n', message: 'must be integer' },
  ])
})

test('one schema can stand in several routes, named or not', () => {
  const Part = Type.Object({ x: Type.String() }, { $id: 'Part' })
  for (const name of ['one', 'two']) {
    const check = schemas.body(Type.Object({ [name]: Part, again: Type.Optional(Part) }))
    expect(complaints(() => check({ [name]: { x: 'y' } }))).toEqual([])
  }
})

test('however much is wrong, five complaints are enough and no value is repeated', () => {
  const wrong = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`field${i}`, 'planted value']))
  const found = complaints(() => schemas.body(Type.Object({ a: Type.String() }))(wrong))
  expect(found).toHaveLength(5)
  expect(JSON.stringify(found)).not.toContain('planted')
})
