import { PasswordInput, type PasswordInputProps } from '@mantine/core'
import { useUserWords } from '../../words/users.ts'

const SHORTEST = 12

/** For `validate` of a form; the hub knows further rules. */
export const isTooShort = (password: string): boolean => [...password].length < SHORTEST

export function NewPasswordInput(props: PasswordInputProps) {
  const say = useUserWords()
  return (
    <PasswordInput
      label={say('newOne')}
      description={say('passwordHint')}
      autoComplete="new-password"
      required
      {...props}
    />
  )
}
