import { Modal, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useSession } from '../session/session.ts'
import { useReturnFocus } from '../ui/use-return-focus.ts'
import { useUserWords } from '../words/users.ts'
import { SignInForm } from './sign-in-form.tsx'

/**
 * Over the page that was open when the session ended: what was typed there is saved afterwards. The same person, since
 * the page is theirs. Whoever closes it can still copy what they have typed.
 */
export function SignInAgain({ again }: { again: () => Promise<unknown> }) {
  useReturnFocus()
  const say = useUserWords()
  const { user } = useSession()
  const [opened, { close }] = useDisclosure(true)
  return (
    <Modal opened={opened} onClose={close} title={say('again.title')} closeOnClickOutside={false}>
      <Stack>
        <Text size="sm">{say('again.about')}</Text>
        <SignInForm email={user.email} onSignedIn={again} />
      </Stack>
    </Modal>
  )
}
