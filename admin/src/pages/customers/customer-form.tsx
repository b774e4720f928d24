import { Select, Stack, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useApi } from '../../api/api.ts'
import { useMay } from '../../session/session.ts'
import { differencesOf, type ShownField } from '../../ui/differences.ts'
import { showAtFields } from '../../ui/form-problem.ts'
import { ifMatch } from '../../ui/if-match.ts'
import { SaveFoot } from '../../ui/save-foot.tsx'
import { bodyOr } from '../../ui/use-saved.ts'
import { useVersioned } from '../../ui/use-versioned.ts'
import { useCustomerWords } from '../../words/customers.ts'
import type { Customer } from './customer-types.ts'

const valuesOf = ({ name, phone, email, language, notes }: Customer) => ({
  name: name ?? '',
  phone: phone ?? '',
  email: email ?? '',
  language,
  notes,
})

type Values = ReturnType<typeof valuesOf>

const bodyOf = ({ name, phone, email, language, notes }: Values) => ({
  name: name.trim() || null,
  phone: phone.trim() || null,
  email: email.trim() || null,
  language,
  notes,
})

/** What is known of a customer, to be changed on top of the version that was read. */
export function CustomerForm({ customer }: { customer: Customer }) {
  const say = useCustomerWords()
  const may = useMay()
  const { client } = useApi()
  const form = useForm({ initialValues: valuesOf(customer) })
  const path = { id: customer.id }
  const { save, theirs, foot } = useVersioned<Customer>({
    read: customer,
    async write(before) {
      const params = { path, ...(before ? { header: ifMatch(before.version) } : {}) }
      const body = bodyOf(form.getValues())
      const saved = bodyOr<Customer>(await client.PATCH('/v1/customers/{id}', { params, body }))
      form.setValues(valuesOf(saved))
      return saved
    },
    present: async () => bodyOr<Customer>(await client.GET('/v1/customers/{id}', { params: { path } })),
    take: (newer) => form.setValues(valuesOf(newer)),
    place: (thrown) => showAtFields(form, thrown),
  })
  const shown: Array<ShownField<Values>> = [
    [say('list.name'), ({ name }) => name],
    [say('list.phone'), ({ phone }) => phone],
    [say('list.email'), ({ email }) => email],
    [say('list.language'), ({ language }) => say(`language.${language}`)],
    [say('one.notes'), ({ notes }) => notes],
  ]
  const differences = differencesOf(shown, form.getValues(), theirs && valuesOf(theirs))
  const readOnly = !may('customers:write')
  return (
    <form onSubmit={form.onSubmit(() => void save())}>
      <Stack maw={560}>
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
        {!readOnly && <SaveFoot {...foot} differences={differences} />}
      </Stack>
    </form>
  )
}
