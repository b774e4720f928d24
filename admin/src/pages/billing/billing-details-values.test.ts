import { expect, test } from '@jest/globals'
import { bodyOf, valuesOf } from './billing-details-values.ts'

test('what is typed is sent without blanks around it, a VAT number without any, and what is empty as nothing', () => {
  const typed = {
    ...valuesOf(null, 'Salon'),
    line1: ' Lange Str. 2 ',
    city: 'Hamburg',
    country: 'DE',
    vat_id: 'de 123.456-789',
  }
  const body = bodyOf(typed)
  expect(body).toEqual({
    name: 'Salon',
    line1: 'Lange Str. 2',
    line2: null,
    postal_code: null,
    city: 'Hamburg',
    country: 'DE',
    email: null,
    vat_id: 'DE123456789',
    tax_number: null,
  })
  expect(bodyOf(valuesOf(body, 'Another'))).toEqual(body)
})
