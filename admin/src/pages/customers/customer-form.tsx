import { Button, Group, Select, Stack, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../api/api.ts'
import { readAnew } from '../../api/live.ts'
import { useMay } from '../../session/session.ts'
import { ConflictNote, isConflict } from '../../ui/conflict-note.tsx'
import { showAtFields } from '../../ui/form-problem.ts'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { useCommonWords } from '../../words/common.ts'
import { useCustomerWords } from '../../words/customers.ts'
import type { Customer } from './customer-types.ts'

const valuesOf = ({ name, phone, email, language, notes }: Customer) => ({
  name: name ?? '',
  phone: phone ?? '',
  email: email ?? '',
  language,
  notes,
})

/** What is known of a customer, to be changed on top of the version that was read. */
export function CustomerForm({ customer }: { customer: Customer }) {
  const say = useCustomerWords()
  const common = useCommonWords()
  const may = useMay()
  const form = useForm({ initialValues: valuesOf(customer) })
  const [version, setVersion] = useState(customer.version)
  const take = (read: Customer) => {
    setVersion(read.version)
    form.setInitialValues(valuesOf(read))
    form.setValues(valuesOf(read))
  }
  const { save, reread, failure } = useSaving(customer.id, { version, take })
  const { isConflicting, unplaced } = placed(failure)
  const submit = form.onSubmit(async (values) => {
    const thrown = await save(values)
    if (thrown) showAtFields(form, thrown)
  })
  const readOnly = !may('customers:write')
  return (
    <form onSubmit={submit}>
      <Stack maw={560}>
        {isConflicting && (
          <ConflictNote
            onTheirs={() => void reread().then(take)}
            onMine={() => void reread().then((read) => save(form.getValues(), read.version))}
          />
        )}
        {unplaced && <ProblemNote thrown={unplaced} />}
        <TextInput label={say('list.name')} readOnly={readOnly} {...form.getInputProps('name')} />
        <TextInput
          label={say('list.phone')}
          description={say('one.phoneHint')}
          type="tel"
          readOnly={readOnly}
          {...form.getInputProps('phone')}
        />
        <TextInput
          label={say('list.email')}
          type="email"
          readOnly={readOnly}
          {...form.getInputProps('email')}
        />
        <Select
          label={say('list.language')}
          data={(['de', 'en'] as const).map((each) => ({ value: each, label: say(`language.${each}`) }))}
          allowDeselect={false}
          readOnly={readOnly}
          {...form.getInputProps('language')}
        />
        <Textarea
          label={say('one.notes')}
          autosize
          minRows={3}
          readOnly={readOnly}
          {...form.getInputProps('notes')}
        />
        {!readOnly && (
          <Group>
            <Button type="submit" loading={form.submitting}>
              {common('save')}
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  )
}

const placed = (failure: unknown) => ({
  isConflicting: failure !== undefined && isConflict(failure),
  unplaced: failure !== undefined && !isConflict(failure) ? failure : undefined,
})

type Values = ReturnType<typeof valuesOf>

interface Saving {
  version: number
  take: (read: Customer) => void
}

/** `save` gives back what was thrown, if anything was. */
function useSaving(id: string, { version, take }: Saving) {
  const say = useCustomerWords()
  const { client } = useApi()
  const queries = useQueryClient()
  const [failure, setFailure] = useState<unknown>()
  const path = { id }
  const reread = async (): Promise<Customer> => {
    const { data, error } = await client.GET('/v1/customers/{id}', { params: { path } })
    if (!data) throw error
    setFailure(undefined)
    return data
  }
  const save = async (values: Values, over = version): Promise<unknown> => {
    const { data, error } = await client.PATCH('/v1/customers/{id}', {
      params: { path },
      body: {
        name: values.name.trim() || null,
        phone: values.phone.trim() || null,
        email: values.email.trim() || null,
        language: values.language,
        notes: values.notes,
        version: over,
      },
    })
    setFailure(error)
    if (!data) return error
    take(data)
    notifications.show({ color: 'green', message: say('one.saved') })
    await readAnew(queries, ['/v1/customers/{id}', '/v1/customers'])
    return undefined
  }
  return { save, reread, failure }
}
