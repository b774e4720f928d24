import type { Piece } from '../grammar/piece.ts'
import type { Role } from '../words/lexeme.ts'

/** Whether a piece is a linking word that can play one of the roles. */
export const links = (piece: Piece | undefined, ...roles: readonly Role[]): boolean =>
  piece?.kind === 'link' && roles.some((each) => piece.roles.includes(each))
