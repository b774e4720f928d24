import type { Figure } from './figure.ts'
import { cellsOf, HEADINGS } from './table.ts'

/** For a terminal: a block for each figure, since a table of this width fits nowhere. */
export function printed(figures: readonly Figure[]): string {
  return figures
    .map((figure) =>
      cellsOf(figure)
        .flatMap((cell, index) => (cell === '' ? [] : [`  ${(HEADINGS[index] ?? '').padEnd(26)}${cell}`]))
        .join('\n'),
    )
    .join('\n\n')
}
