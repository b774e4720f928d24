import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { SignInForm } from '../../shell/sign-in-form.tsx'
import { useReloadSession } from '../../shell/signed-in.tsx'
import { useUserWords } from '../../words/users.ts'
import { GuestFrame } from './guest-frame.tsx'

export function SignInPage() {
  const say = useUserWords()
  const navigate = useNavigate()
  const { next } = useSearch({ from: '/sign-in' })
  const reload = useReloadSession()
  const [asksCode, setAsksCode] = useState(false)
  const goOn = async () => {
    await reload()
    await navigate({ href: next ?? '/admin/' })
  }
  return (
    <GuestFrame
      title={say(asksCode ? 'code.title' : 'signIn.title')}
      about={asksCode ? say('code.about') : undefined}
    >
      <SignInForm onCode={() => setAsksCode(true)} onSignedIn={goOn} />
    </GuestFrame>
  )
}
