import { isUtf8 } from 'node:buffer'
import { parse } from 'secure-json-parse'
import { HubError } from '../errors.ts'

/** JSON.parse reads 100,000 levels, but whatever walks the value later overflows its stack at 10,000. */
const DEEPEST = 32

const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\s*(?:;\s*charset="?utf-8"?\s*)?$/i

/** Refuses what is not declared to be JSON in UTF-8; an undeclared body is refused too. */
export function requireJson(contentType: string | undefined): void {
  if (contentType !== undefined && JSON_TYPE.test(contentType.trim())) return
  throw new HubError('unsupported_media_type', { detail: 'Send JSON with Content-Type: application/json.' })
}

/** The value in `bytes`; every way in which it could hurt later (depth, prototypes, NUL, lone surrogates) is a 400. */
export function parseJson(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw unreadable('The body is not valid UTF-8.')
  const text = bytes.toString('utf8')
  if (isTooDeep(text)) throw unreadable(`The body is nested deeper than ${DEEPEST} levels.`)
  if (hasUnstorableText(text))
    throw unreadable('The body holds \\u0000 or half a surrogate pair: leave them out.')
  return parseSafely(text)
}

function parseSafely(text: string): unknown {
  try {
    return parse(text)
  } catch (error) {
    const forbidden = /prototype/.test(String(error))
    throw unreadable(
      forbidden
        ? 'Keys such as __proto__ are refused.'
        : 'The body is not valid JSON: check quotes, commas and brackets.',
    )
  }
}

const [QUOTE, BACKSLASH] = ['"'.charCodeAt(0), '\\'.charCodeAt(0)]
const OPENING = new Set(['{'.charCodeAt(0), '['.charCodeAt(0)])
const CLOSING = new Set(['}'.charCodeAt(0), ']'.charCodeAt(0)])

/** Counts brackets outside of strings in one pass, without building anything. */
function isTooDeep(text: string): boolean {
  let depth = 0
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at)
    if (character === QUOTE) at = endOfString(text, at)
    else if (OPENING.has(character)) depth += 1
    else if (CLOSING.has(character)) depth -= 1
    if (depth > DEEPEST) return true
  }
  return false
}

/** The index of the closing quote of the string that opens at `start`; the end of the text if it never closes. */
function endOfString(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1
  return at
}

/** An escaped backslash, a NUL, a whole surrogate pair, half of one: in this order, so that each is taken whole. */
const ESCAPES =
  /\\(?:\\|u0000|u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|u[dD][89a-fA-F][\da-fA-F]{2})/g
const PAIR_LENGTH = '\\ud83d\\ude00'.length

/** Postgres text can hold neither NUL nor half a surrogate pair, so they would fail far away from here. */
function hasUnstorableText(text: string): boolean {
  if (!text.includes('\\u')) return false
  for (const [found] of text.matchAll(ESCAPES)) {
    if (found.length > 2 && found.length < PAIR_LENGTH) return true
  }
  return false
}

function unreadable(detail: string): HubError {
  return new HubError('bad_request', { detail })
}
