import '@mantine/spotlight/styles.css'
import { ActionIcon, Tooltip } from '@mantine/core'
import { Spotlight, type SpotlightActionData, spotlight } from '@mantine/spotlight'
import { IconPlus, IconSearch } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useMay, useSession } from '../session/session.ts'
import { useCommonWords } from '../words/common.ts'
import { useGo, useNavPages } from './main-nav.tsx'
import { TenantIcon, useTenantKind } from './tenant-kind.tsx'

/** Ctrl+K or ⌘K: to any page and any client by typing. */
export function CommandPalette() {
  const say = useCommonWords()
  return (
    <Spotlight
      actions={useActions()}
      shortcut={['mod + K']}
      limit={12}
      scrollable
      nothingFound={say('palette.none')}
      searchProps={{
        leftSection: <IconSearch size={18} aria-hidden />,
        placeholder: say('palette.placeholder'),
        'aria-label': say('palette.placeholder'),
      }}
    />
  )
}

function useActions(): SpotlightActionData[] {
  const say = useCommonWords()
  const may = useMay()
  const go = useGo()
  const navigate = useNavigate()
  const nameOf = useTenantKind()
  const { tenants } = useSession()
  const pages = useNavPages().map(({ word, path, icon: Icon }) => ({
    id: `page ${path}`,
    label: say(`nav.${word}`),
    leftSection: <Icon size={18} aria-hidden />,
    onClick: () => go(path),
  }))
  const clients = tenants.map(({ id, name, kind }) => ({
    id,
    label: name,
    description: nameOf(kind),
    leftSection: <TenantIcon kind={kind} />,
    onClick: () => void navigate({ to: '/c/$tenant', params: { tenant: id } }),
  }))
  const welcome = {
    id: 'welcome',
    label: say('nav.welcome'),
    leftSection: <IconPlus size={18} aria-hidden />,
    onClick: () => void navigate({ to: '/welcome', search: {} }),
  }
  return [...pages, ...(may('tenants:write') ? [welcome] : []), ...clients]
}

export function OpenPalette() {
  const say = useCommonWords()
  return (
    <Tooltip label={`${say('palette.open')} (Ctrl+K)`}>
      <ActionIcon
        variant="default"
        size="lg"
        onClick={() => spotlight.open()}
        aria-label={say('palette.open')}
      >
        <IconSearch size={18} aria-hidden />
      </ActionIcon>
    </Tooltip>
  )
}
