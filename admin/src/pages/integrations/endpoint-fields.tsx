import { TagsInput, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useWebhookWords } from '../../words/webhooks.ts'

export interface EndpointValues extends Record<string, unknown> {
  url: string
  description: string
  event_types: string[]
}

export const NEW_ENDPOINT: EndpointValues = { url: '', description: '', event_types: [] }

/** Offered while one types; every other type can be typed as well. */
const KINDS = ['appointment', 'call', 'customer', 'invoice', 'payment', 'task', 'user'] as const

export function EndpointFields({ form }: { form: UseFormReturnType<EndpointValues> }) {
  const say = useWebhookWords()
  return (
    <>
      <TextInput
        label={say('url')}
        description={say('urlHelp')}
        type="url"
        required
        placeholder="https://"
        {...form.getInputProps('url')}
      />
      <TextInput label={say('description')} maxLength={200} {...form.getInputProps('description')} />
      <TagsInput
        label={say('types')}
        description={say('typesHelp')}
        data={KINDS.map((kind) => `${kind}.*`)}
        {...form.getInputProps('event_types')}
      />
    </>
  )
}
