import { type TObject, type TString, Type } from '@sinclair/typebox'

/**
 * Path parameters that are ids: `idParams('id')`. What is not a UUID cannot name anything, so it is the same 404 as
 * an id of somebody else (every path parameter that does not fit its schema is a 404).
 */
export function idParams<Name extends string>(...names: readonly Name[]): TObject<Record<Name, TString>> {
  const properties = Object.fromEntries(names.map((name) => [name, Type.String({ format: 'uuid' })]))
  return Type.Object(properties as Record<Name, TString>)
}
