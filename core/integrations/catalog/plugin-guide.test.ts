import { expect, test } from '@jest/globals'
import { sectionsOf } from './plugin-guide.ts'

test('a guide is what stands below each second-level heading', () => {
  const readme = '# Acme\n\nIntro.\n\n## Setting it up\n\n1. One\n\n### Deeper\n\ntext\n\n## If it fails\n'
  expect(sectionsOf(readme)).toEqual([
    { title: 'Setting it up', text: '1. One\n\n### Deeper\n\ntext' },
    { title: 'If it fails', text: '' },
  ])
  expect(sectionsOf('# Only a title')).toEqual([])
  expect(sectionsOf('## First line')).toEqual([{ title: 'First line', text: '' }])
})
