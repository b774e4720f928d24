import { Card, Divider, Group, Table, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useCallWords } from '../../words/calls.ts'
import { localeOf } from '../../words/language.ts'
import { OutcomeBadge } from './call-badges.tsx'
import type { CallDetail } from './call-types.ts'

/** What came of it by the hub's records, beside what the provider thinks and charges. */
export function AnalysisBox({ call }: { call: CallDetail }) {
  const say = useCallWords()
  return (
    <Card withBorder component="section">
      <Title order={2} size="h5" mb="xs">
        {say('one.hub')}
      </Title>
      <Group>
        <OutcomeBadge call={call} />
      </Group>
      <Divider my="sm" />
      <Title order={2} size="h5" mb="xs">
        {say('one.provider')}
      </Title>
      <Opinion analysis={call.analysis} />
      <Divider my="sm" />
      <Title order={2} size="h5" mb="xs">
        {say('one.cost')}
      </Title>
      <Cost cost={call.cost} />
    </Card>
  )
}

const MOODS = ['Positive', 'Neutral', 'Negative'] as const

function Opinion({ analysis }: Pick<CallDetail, 'analysis'>) {
  const say = useCallWords()
  if (!analysis)
    return (
      <Text size="sm" c="dimmed">
        {say('one.noAnalysis')}
      </Text>
    )
  const mood = MOODS.find((each) => each === analysis.sentiment)
  const verdicts = [
    analysis.successful === null ? '' : say(analysis.successful ? 'one.successful' : 'one.unsuccessful'),
    mood ? say(`sentiment.${mood}`) : (analysis.sentiment ?? ''),
  ].filter(Boolean)
  return (
    <>
      <Text size="sm">{verdicts.join(' · ')}</Text>
      {analysis.summary && (
        <Text size="sm" mt={4}>
          {analysis.summary}
        </Text>
      )}
    </>
  )
}

function Cost({ cost }: Pick<CallDetail, 'cost'>) {
  const say = useCallWords()
  const { i18n } = useTranslation()
  if (!cost)
    return (
      <Text size="sm" c="dimmed">
        {say('one.costLater')}
      </Text>
    )
  const money = new Intl.NumberFormat(localeOf(i18n.language), {
    style: 'currency',
    currency: cost.currency,
    maximumFractionDigits: 4,
  })
  const amount = (text: string) => money.format(Number(text))
  return (
    <Table withRowBorders={false} aria-label={say('one.cost')}>
      <Table.Tbody>
        {cost.parts.map(({ product, amount: part }) => (
          <Table.Tr key={product}>
            <Table.Td>{product}</Table.Td>
            <Table.Td ta="right">{amount(part)}</Table.Td>
          </Table.Tr>
        ))}
        <Table.Tr fw={600}>
          <Table.Td>{say('one.cost')}</Table.Td>
          <Table.Td ta="right">{amount(cost.amount)}</Table.Td>
        </Table.Tr>
      </Table.Tbody>
    </Table>
  )
}
