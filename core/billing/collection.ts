/** What the payments provider made of an invoice. */
export interface Collection {
  readonly invoiceId: string
  /** The provider's id of the invoice; null where it would not take it. */
  readonly reference: string | null
  readonly state: 'open' | 'paid' | 'failed'
  /** Where the recipient can pay it in a browser. */
  readonly page: string | null
  readonly why: string | null
}

/** What a provider says of it, as it stands now. */
export interface CollectionNews {
  readonly state: Collection['state']
  readonly reference: string | null
  readonly page?: string | undefined
  readonly why?: string | undefined
}

/** What was known gives way to the news; the page stays good while nothing is said of it. Paid is paid. */
export const after = (
  known: Collection | undefined,
  invoiceId: string,
  { state, reference, page, why }: CollectionNews,
): Collection => ({
  invoiceId,
  state: known?.state === 'paid' ? 'paid' : state,
  reference: reference ?? known?.reference ?? null,
  page: page ?? known?.page ?? null,
  why: state === 'failed' && known?.state !== 'paid' ? (why ?? null) : null,
})
