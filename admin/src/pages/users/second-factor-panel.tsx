import { Button, Code, Group, List, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { type Schema, useApi } from '../../api/api.ts'
import { problemOf } from '../../api/problem.ts'
import { SignInFailure } from '../../shell/sign-in-failure.tsx'
import { useUserWords } from '../../words/users.ts'
import { QrCode } from './qr-code.tsx'

interface Props {
  profile: Schema<'Profile'>
  changed: () => void
}

type Step = { is: 'rest' } | { is: 'scan'; secret: string; url: string } | { is: 'codes'; codes: string[] }

export function SecondFactorPanel({ profile, changed }: Props) {
  const [step, setStep] = useState<Step>({ is: 'rest' })
  const rest = () => {
    setStep({ is: 'rest' })
    changed()
  }
  if (step.is === 'scan') return <Scan {...step} confirmed={(codes) => setStep({ is: 'codes', codes })} />
  if (step.is === 'codes') return <Codes codes={step.codes} kept={rest} />
  return <Rest profile={profile} go={setStep} changed={changed} />
}

function Rest({ profile, go, changed }: Props & { go: (step: Step) => void }) {
  const say = useUserWords()
  const { client } = useApi()
  const [password, setPassword] = useState('')
  const [failure, setFailure] = useState<unknown>()
  const body = { password }
  const done = (error: unknown) => {
    setFailure(error)
    if (error === undefined) setPassword('')
    return error === undefined
  }
  const on = async () => {
    const { data, error } = await client.POST('/v1/profile/totp', { body })
    if (done(error) && data) go({ is: 'scan', ...data })
  }
  const off = async () => {
    const { error } = await client.POST('/v1/profile/totp/disable', { body })
    if (done(error)) changed()
  }
  const renew = async () => {
    const { data, error } = await client.POST('/v1/profile/recovery-codes', { body })
    if (done(error) && data) go({ is: 'codes', codes: data.recovery_codes })
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void (profile.second_factor ? renew() : on())
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm">
          {profile.second_factor
            ? say('profile.factorOn', { count: profile.recovery_codes_left })
            : say('profile.factorOff')}
        </Text>
        {failure !== undefined && <SignInFailure thrown={failure} />}
        <PasswordInput
          label={say('current')}
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Group>
          <Button type="submit">{say(profile.second_factor ? 'profile.renew' : 'profile.on')}</Button>
          {profile.second_factor && (
            <Button variant="default" onClick={() => void off()}>
              {say('profile.off')}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  )
}

function Scan({
  secret,
  url,
  confirmed,
}: {
  secret: string
  url: string
  confirmed: (codes: string[]) => void
}) {
  const say = useUserWords()
  const { client } = useApi()
  const [code, setCode] = useState('')
  const [failure, setFailure] = useState<unknown>()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const { data, error } = await client.POST('/v1/profile/totp/confirm', { body: { code } })
    setFailure(error)
    if (data) confirmed(data.recovery_codes)
  }
  const wrong = failure !== undefined && problemOf(failure).code === 'invalid'
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        <Text size="sm">{say('profile.scan')}</Text>
        <QrCode text={url} label={say('profile.factor')} />
        <Text size="sm">
          {say('profile.typed')} <Code>{secret}</Code>
        </Text>
        {failure !== undefined && !wrong && <SignInFailure thrown={failure} />}
        <TextInput
          label={say('code.label')}
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          error={wrong ? say('code.wrong') : undefined}
        />
        <Group>
          <Button type="submit">{say('profile.confirm')}</Button>
        </Group>
      </Stack>
    </form>
  )
}

function Codes({ codes, kept }: { codes: string[]; kept: () => void }) {
  const say = useUserWords()
  return (
    <Stack>
      <Text size="sm">{say('profile.codesAbout')}</Text>
      <List aria-label={say('profile.codes')}>
        {codes.map((code) => (
          <List.Item key={code}>
            <Code>{code}</Code>
          </List.Item>
        ))}
      </List>
      <Group>
        <Button onClick={kept}>{say('profile.kept')}</Button>
      </Group>
    </Stack>
  )
}
