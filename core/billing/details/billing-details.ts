/** Who somebody is on an invoice, as its sender or its recipient. */
export interface BillingDetails {
  /** As it is in the register, which may be another than the tenant is called. */
  readonly name: string
  /** Street and number. */
  readonly line1: string
  readonly line2: string | null
  /** Null in countries that have none. */
  readonly postalCode: string | null
  readonly city: string
  /** ISO 3166-1, two letters. */
  readonly country: string
  readonly email: string | null
  /** For VAT, with the country's two letters first: DE123456789. */
  readonly vatId: string | null
  /** Of the tax office at home, in its own spelling: 37/123/45678. */
  readonly taxNumber: string | null
}

/** What a tenant has said of itself. Version 0: nothing yet. */
export interface StoredBillingDetails {
  readonly details: BillingDetails | null
  readonly version: number
}

/** Both ends of an invoice; null for one that has said nothing of itself. */
export interface InvoiceParties {
  readonly seller: BillingDetails | null
  readonly buyer: BillingDetails | null
}
