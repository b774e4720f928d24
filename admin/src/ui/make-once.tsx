import { Button, Group, Modal, Stack } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useDisclosure } from '@mantine/hooks'
import { type ReactNode, useState } from 'react'
import { useCommonWords } from '../words/common.ts'
import { showAtFields } from './form-problem.ts'
import { ProblemNote } from './problem-note.tsx'
import { Secret } from './secret.tsx'
import { useRefresh } from './use-refresh.ts'

interface Props<Values extends Record<string, unknown>> {
  /** On the button that opens it, and the dialog's head. */
  title: string
  form: UseFormReturnType<Values>
  /** Gives the secret. Rejects with the hub's problem document. */
  make: (values: Values) => Promise<string>
  /** On the button that makes it. */
  does: string
  secret: { title: string; text: string }
  /** The fields. */
  children: ReactNode
}

/** Makes something that has a secret, and shows the secret once: no slip of the hand closes it then. */
export function MakeOnce<Values extends Record<string, unknown>>(props: Props<Values>) {
  const { title, form, make, does, children } = props
  const common = useCommonWords()
  const refresh = useRefresh()
  const [opened, dialog] = useDisclosure()
  const [secret, setSecret] = useState<string>()
  const [failure, setFailure] = useState<unknown>()
  const close = () => {
    dialog.close()
    setFailure(undefined)
    if (secret === undefined) return
    setSecret(undefined)
    form.reset()
  }
  const submit = form.onSubmit(async (values) => {
    setFailure(undefined)
    try {
      setSecret(await make(values))
      await refresh()
    } catch (thrown) {
      if (!showAtFields(form, thrown)) setFailure(thrown)
    }
  })
  return (
    <>
      <Button onClick={dialog.open}>{title}</Button>
      <Modal
        opened={opened}
        onClose={close}
        title={title}
        size="lg"
        closeOnClickOutside={secret === undefined}
        closeOnEscape={secret === undefined}
      >
        {secret === undefined ? (
          <form onSubmit={submit}>
            <Stack>
              {failure !== undefined && <ProblemNote thrown={failure} />}
              {children}
              <Group>
                <Button type="submit" loading={form.submitting}>
                  {does}
                </Button>
              </Group>
            </Stack>
          </form>
        ) : (
          <Stack>
            <Secret {...props.secret} secret={secret} />
            <Group>
              <Button onClick={close}>{common('kept')}</Button>
            </Group>
          </Stack>
        )}
      </Modal>
    </>
  )
}
