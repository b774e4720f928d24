import { Button, Group, List, Radio, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useApi } from '../../api/api.ts'
import { useTenant } from '../../session/session.ts'
import { ifMatch } from '../../ui/if-match.ts'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { bodyOr } from '../../ui/use-saved.ts'
import { useFormats } from '../../words/formats.ts'
import { useSetupWords } from '../../words/setup.ts'
import { useWelcomeWords } from '../../words/welcome.ts'
import { TEMPLATE_NAMES, type TemplateName, templateBodies } from './service-templates.ts'
import { minutesOf } from './service-values.ts'
import type { Resource, Service } from './setup-types.ts'
import { useStep } from './use-step.ts'

interface Props {
  staff: readonly Resource[]
  /** Those that are there already, from a step that was not finished. */
  begun: readonly Service[]
}

/** What callers can book, from a template; everybody is able to do all of it to begin with. */
export function ServicesStep({ staff, begun }: Props) {
  const say = useWelcomeWords()
  const api = useApi()
  const client = useTenant()
  const { run, failure, busy } = useStep()
  const [template, setTemplate] = useState<TemplateName>('salon')
  const bodies = templateBodies(template, client)
  const add = () =>
    run(async () => {
      const ids: string[] = []
      for (const body of bodies) {
        const there = begun.find(({ name }) => name === body.name)
        ids.push((there ?? bodyOr<Service>(await api.client.POST('/v1/services', { body }))).id)
      }
      for (const { id, version, service_ids: able } of staff) {
        const params = { path: { id }, header: ifMatch(version) }
        const body = { service_ids: [...able, ...ids] }
        bodyOr(await api.client.PATCH('/v1/resources/{id}', { params, body }))
      }
    })
  return (
    <>
      <Radio.Group
        label={say('services.template')}
        value={template}
        onChange={(name) => setTemplate(name as TemplateName)}
      >
        <Group mt="xs">
          {TEMPLATE_NAMES.map((name) => (
            <Radio key={name} value={name} label={say(`templates.${name}`)} />
          ))}
        </Group>
      </Radio.Group>
      <Offer bodies={bodies} currency={client.currency} />
      {failure !== undefined && <ProblemNote thrown={failure} />}
      <Group>
        <Button loading={busy} onClick={() => void add()}>
          {say('next')}
        </Button>
      </Group>
    </>
  )
}

function Offer({ bodies, currency }: { bodies: ReturnType<typeof templateBodies>; currency: string }) {
  const setup = useSetupWords()
  const formats = useFormats()
  return (
    <List size="sm" spacing={4}>
      {bodies.map(({ name, segments, price_minor: price }) => (
        <List.Item key={name}>
          <Stack gap={0}>
            <Text size="sm">
              {name} · {setup('minutes', { count: minutesOf(segments) })}
              {price != null && ` · ${formats.money(price, currency)}`}
            </Text>
          </Stack>
        </List.Item>
      ))}
    </List>
  )
}
