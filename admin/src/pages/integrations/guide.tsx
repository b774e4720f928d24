import { Accordion, Text, Typography } from '@mantine/core'
import Markdown from 'markdown-to-jsx'
import type { Shape } from '../../api/shapes.ts'
import { useIntegrationWords } from '../../words/integrations.ts'

type Section = Shape<'PluginWithGuide'>['guide'][number]

/** What stands in a README as HTML is shown as the text it is, and pictures are asked of nobody. */
const OPTIONS = {
  disableParsingRawHTML: true,
  forceBlock: true,
  overrides: {
    a: { props: { target: '_blank', rel: 'noreferrer' } },
    img: { component: ({ alt }: { alt?: string }) => <em>{alt}</em> },
  },
} as const

/** The sections of a plugin's README; the one about setting it up is open. */
export function Guide({ sections }: { sections: readonly Section[] }) {
  const say = useIntegrationWords()
  if (sections.length === 0) return <Text c="dimmed">{say('guide.none')}</Text>
  const first = sections.find(({ title }) => /\bset|einricht/i.test(title)) ?? sections[0]
  return (
    <Accordion defaultValue={first?.title ?? null} variant="separated">
      {sections.map(({ title, text }) => (
        <Accordion.Item key={title} value={title}>
          <Accordion.Control>{title}</Accordion.Control>
          <Accordion.Panel>
            <Typography fz="sm" className="guide">
              <Markdown options={OPTIONS}>{text}</Markdown>
            </Typography>
          </Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  )
}
