/** A statement as a hub sent it. */
export interface SentStatement {
  /** Process id of the server's end. */
  connection: number
  /** Whether everything before it on its connection had been answered: it begins a round trip. */
  waited: boolean
  text: string
  name?: string
  /** As JSON has them: an instant is text. */
  values?: unknown[]
}

const COURIER = /^begin; set local role askpro_courier/

/** Whole transactions, in the order in which they began; a statement outside of one is one of its own. */
export function transactionsOf(sent: readonly SentStatement[]): SentStatement[][] {
  const all: SentStatement[][] = []
  const open = new Map<number, SentStatement[]>()
  for (const statement of sent) {
    const { connection, text } = statement
    const transaction = open.get(connection) ?? []
    if (transaction.length === 0) all.push(transaction)
    transaction.push(statement)
    if (/^(commit|rollback)\b/i.test(text)) open.delete(connection)
    else if (/^begin\b/i.test(text)) open.set(connection, transaction)
  }
  return all
}

/**
 * Of requests that were recorded one after the other: the transactions that each of them made. Not what only some of
 * them did (a key that was looked up anew), and not the courier's, whose work is beside the requests and done once for
 * as many as there are.
 */
export function commonTransactions(requests: ReadonlyArray<readonly SentStatement[][]>): SentStatement[][][] {
  const each = requests.map((transactions) =>
    transactions.filter(([first]) => !COURIER.test(first?.text ?? '')),
  )
  return each.map((transactions) =>
    transactions.filter((one) => each.every((others) => others.some((other) => alike(one, other)))),
  )
}

const alike = (one: readonly SentStatement[], other: readonly SentStatement[]): boolean =>
  one.length === other.length &&
  one.every(({ text, waited }, at) => text === other[at]?.text && waited === other[at]?.waited)
