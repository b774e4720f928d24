import { describe, expect, test } from '@jest/globals'
import { allows } from '../platform/http/permission.ts'
import { heldTogether, ROLES, rolesIn, scopesOf } from './role.ts'

const may = (permission: string) => ROLES.filter((role) => allows(scopesOf(role), permission))

describe('who may what', () => {
  test.each([
    ['appointments:write', ['agency_owner', 'agency_member', 'client_admin', 'client_staff']],
    ['services:write', ['agency_owner', 'agency_member', 'client_admin']],
    ['services:read', [...ROLES]],
    ['connections:read', ['agency_owner', 'agency_member', 'client_admin', 'viewer']],
    ['invoices:read', ['agency_owner', 'agency_member', 'client_admin', 'viewer']],
    ['invoices:write', ['agency_owner']],
    ['billing-details:read', ['agency_owner', 'agency_member', 'client_admin', 'viewer']],
    ['billing-details:write', ['agency_owner', 'client_admin']],
    ['plans:write', ['agency_owner']],
    ['usage:write', ['agency_owner']],
    ['tenants:write', ['agency_owner', 'agency_member']],
    ['users:write', ['agency_owner', 'client_admin']],
    ['api-keys:read', ['agency_owner', 'client_admin']],
    ['payloads:read', ['agency_owner', 'agency_member', 'client_admin']],
  ])('%s', (permission, roles) => {
    expect(may(permission)).toEqual(roles)
  })

  test('a viewer changes nothing', () => {
    expect(scopesOf('viewer').filter((scope) => !scope.endsWith(':read'))).toEqual([])
  })
})

test('an agency has the roles of agencies and a client those of clients; anybody may have viewers', () => {
  expect(rolesIn('agency')).toEqual(['agency_owner', 'agency_member', 'viewer'])
  expect(rolesIn('partner')).toEqual(rolesIn('agency'))
  expect(rolesIn('client')).toEqual(['client_admin', 'client_staff', 'viewer'])
})

test('who holds two roles may what either may, under the name of the mightier', () => {
  const held = heldTogether([
    { tenantId: 'a', role: 'viewer' },
    { tenantId: 'b', role: 'client_staff' },
  ])
  expect(held).toMatchObject({ tenantId: 'b', role: 'client_staff' })
  expect(allows(held?.scopes ?? [], 'appointments:write')).toBe(true)
  expect(allows(held?.scopes ?? [], 'invoices:read')).toBe(true)
  expect(heldTogether([])).toBeUndefined()
})
