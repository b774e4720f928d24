/**
 * The paths that an annotated tree names: the first fenced block after `<!-- tree -->`, a name on each line, two spaces
 * a level, folders with a final slash, two spaces before what is said about it.
 */
export function pathsInTree(text: string): string[] {
  const [, tree] = /<!-- tree -->\s*```\n([\s\S]*?)```/.exec(text) ?? []
  if (!tree) throw new Error('there is no tree after <!-- tree -->')
  const above: string[] = []
  return tree
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [, indent = '', name = ''] = /^( *)(\S+)/.exec(line) ?? []
      const depth = indent.length / 2
      const path = [...above.slice(0, depth), name].join('')
      above.splice(depth, above.length, name)
      return path
    })
}
