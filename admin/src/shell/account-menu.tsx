import { ActionIcon, Menu, useMantineColorScheme } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconCheck, IconLogout, IconUserCircle } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useApi } from '../api/api.ts'
import { useSession } from '../session/session.ts'
import { useTelling } from '../ui/use-refresh.ts'
import { useCommonWords } from '../words/common.ts'
import { LANGUAGES, type Language, setLanguage } from '../words/language.ts'
import { useGo } from './main-nav.tsx'
import { useReloadSession } from './signed-in.tsx'

const SCHEMES = ['light', 'dark', 'auto'] as const

/** The account, colours, language, and the way out. */
export function AccountMenu() {
  const say = useCommonWords()
  const { user } = useSession()
  const { i18n } = useTranslation()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const navigate = useNavigate()
  const go = useGo()
  const api = useApi()
  const reload = useReloadSession()
  const { failed } = useTelling()
  const signOut = async () => {
    const { error } = await api.client.DELETE('/v1/session')
    if (error !== undefined) return failed(error)
    await navigate({ to: '/sign-in', search: {} })
    await reload()
  }
  /** At once, and on every device from the next visit on. */
  const speak = async (language: Language) => {
    setLanguage(language)
    const { error } = await api.client.PATCH('/v1/profile', { body: { language } })
    if (error !== undefined) notifications.show({ color: 'red', message: say('language.notKept') })
  }
  const tick = (chosen: boolean) => (chosen ? <IconCheck size={14} aria-hidden /> : <span />)
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={`${say('nav.profile')}: ${user.name}`}
        >
          <IconUserCircle aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{user.email}</Menu.Label>
        <Menu.Item onClick={() => go('profile')}>{say('nav.profile')}</Menu.Item>
        <Menu.Divider />
        <Menu.Label>{say('theme.label')}</Menu.Label>
        {SCHEMES.map((scheme) => (
          <Menu.Item
            key={scheme}
            rightSection={tick(colorScheme === scheme)}
            onClick={() => setColorScheme(scheme)}
          >
            {say(`theme.${scheme}`)}
          </Menu.Item>
        ))}
        <Menu.Label>{say('language.label')}</Menu.Label>
        {LANGUAGES.map((language) => (
          <Menu.Item
            key={language}
            rightSection={tick(i18n.language === language)}
            onClick={() => void speak(language)}
          >
            {say(`language.${language}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void signOut()}>
          {say('signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
