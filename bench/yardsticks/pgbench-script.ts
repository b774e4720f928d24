import { type BookingTemplate, joined, type Piece, type ValueTemplate } from './booking-template.ts'

export interface PgbenchScript {
  script: string
  /** What does not change from booking to booking, as variables that are given with `-D`. */
  variables: Record<string, string>
}

export interface ScriptOptions {
  /** The types of the parameters of each statement, in its order, by its text. */
  types: ReadonlyMap<string, readonly string[]>
  /** Groups as the hub waits between them, or all of it in one. */
  pipelines: 'as the hub' | 'one'
}

const HALF_HOUR = 1_800
const MOST_IDS = 64

/**
 * The statements of a booking for pgbench. It knows numbers and what it is given with `-D`, so a parameter that is new
 * with each booking (an id, its time, JSON that contain them) is an expression of such; all the others are parameters as
 * the hub's are. The clock's instants and the trace stay as they were recorded.
 */
export function pgbenchScript(template: BookingTemplate, options: ScriptOptions): PgbenchScript {
  const script = new Script(options.types)
  const groups = options.pipelines === 'one' ? [template.flat()] : template
  const body = groups.flatMap((group) => [
    '\\startpipeline',
    ...group.map(({ text, values = [] }) => `${script.statement(text, values)};`),
    '\\endpipeline',
  ])
  return { script: [...script.settings(), ...body, ''].join('\n'), variables: script.variables() }
}

class Script {
  readonly #types: ScriptOptions['types']
  readonly #names = new Map<string, string>()
  readonly #ids = new Set<number>()
  readonly #times = new Map<number, string>()

  constructor(types: ScriptOptions['types']) {
    this.#types = types
  }

  statement(text: string, values: readonly ValueTemplate[]): string {
    const types = this.#types.get(text) ?? []
    return text.replaceAll(/\$(\d+)/g, (_, number: string) => {
      const at = Number(number) - 1
      return this.#parameter(values[at] ?? null, types[at] ?? 'text')
    })
  }

  settings(): string[] {
    return [
      '\\set k :k + 1',
      ...[...this.#ids].map((number) => `\\set id${number} :k * ${MOST_IDS} + ${number}`),
      ...[...this.#times].map(
        ([after, name]) => `\\set ${name} :first + :k * ${HALF_HOUR} + (${after / 1_000})`,
      ),
    ]
  }

  variables(): Record<string, string> {
    return Object.fromEntries([...this.#names].map(([text, name]) => [name, text]))
  }

  #parameter(value: ValueTemplate, type: string): string {
    if (value === null) return `null::${type}`
    const pieces = piecesOf(value)
    const [only = '', ...others] = pieces
    // pgbench has no variable that is empty.
    if (only === '') return `''::${type}`
    if (typeof only === 'string' && others.length === 0) return this.#literal(only)
    return `(${pieces.map((piece) => this.#expression(piece)).join(' || ')})::${type}`
  }

  /** Not in the script itself: pgbench looks for variables in quoted text as well. */
  #literal(text: string): string {
    const name = this.#names.get(text) ?? `c${this.#names.size}`
    this.#names.set(text, name)
    return `:${name}`
  }

  #expression(piece: Piece): string {
    if (typeof piece === 'string') return `${this.#literal(piece)}::text`
    if (piece.is === 'trace' || piece.is === 'now') return `${this.#literal(piece.recorded)}::text`
    if (piece.is === 'id') {
      if (piece.number >= MOST_IDS) throw new RangeError('a booking makes more ids than the bench counts')
      this.#ids.add(piece.number)
      return `(:run::text || lpad(to_hex(:id${piece.number}::bigint), 12, '0'))`
    }
    const name = this.#times.get(piece.after) ?? `t${this.#times.size}`
    this.#times.set(piece.after, name)
    return {
      iso: `to_char(to_timestamp(:${name}::float8) at time zone 'UTC', ${this.#literal(ISO)})`,
      milliseconds: `(:${name}::bigint * 1000)::text`,
      minutes: `(:${name}::bigint / 60)::text`,
    }[piece.written]
  }
}

const ISO = 'YYYY-MM-DD"T"HH24:MI:SS"Z"'

/** An array as PostgreSQL writes it. */
function piecesOf(value: ValueTemplate): Piece[] {
  if (value === null) return ['NULL']
  if (!Array.isArray(value)) return value.pieces
  const items = value.map((item) => (item === null || Array.isArray(item) ? piecesOf(item) : quoted(item)))
  return joined(['{', ...items.flatMap((item, at) => (at === 0 ? item : [',', ...item])), '}'])
}

const quoted = ({ pieces }: { pieces: Piece[] }): Piece[] => [
  '"',
  ...pieces.map((piece) => (typeof piece === 'string' ? piece.replaceAll(/["\\]/g, '\\$&') : piece)),
  '"',
]
