import { Button, Combobox, Group, ScrollArea, Text, useCombobox } from '@mantine/core'
import { IconSelector } from '@tabler/icons-react'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { type ReachedTenant, useMay, useSession, useTenant } from '../session/session.ts'
import { AppLink } from '../ui/links.tsx'
import { useCommonWords } from '../words/common.ts'
import { TenantIcon, useTenantKind } from './tenant-kind.tsx'

const SHOWN = 50

/** Whose pages these are, and the way to another client's: the same page of it. */
export function TenantSwitch() {
  const say = useCommonWords()
  const { tenants } = useSession()
  const tenant = useTenant()
  const may = useMay()
  const navigate = useNavigate()
  const { pathname } = useLocation()
  const [search, setSearch] = useState('')
  const combobox = useCombobox({
    onDropdownClose: () => combobox.resetSelectedOption(),
    onDropdownOpen: () => combobox.focusSearchInput(),
  })
  const found = tenants
    .filter(({ name }) => name.toLowerCase().includes(search.toLowerCase()))
    .slice(0, SHOWN)
  const choose = (id: string) => {
    combobox.closeDropdown()
    setSearch('')
    const page = pathname.split('/')[3] ?? ''
    void navigate({ href: `/admin/c/${id}/${page}` })
  }
  return (
    <Combobox store={combobox} onOptionSubmit={choose} width={300} position="bottom-start">
      <Combobox.Target targetType="button">
        <Button
          variant="subtle"
          color="gray"
          c="var(--mantine-color-text)"
          onClick={() => combobox.toggleDropdown()}
          leftSection={<TenantIcon kind={tenant.kind} />}
          rightSection={<IconSelector size={16} aria-hidden />}
          aria-label={`${say('tenant.switch')}: ${tenant.name}`}
        >
          <Text truncate maw={{ base: 140, sm: 260 }} fw={600}>
            {tenant.name}
          </Text>
        </Button>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          placeholder={say('tenant.search')}
          aria-label={say('tenant.search')}
        />
        <Combobox.Options>
          <ScrollArea.Autosize mah={320} type="auto">
            {found.length === 0 && <Combobox.Empty>{say('tenant.none')}</Combobox.Empty>}
            {found.map((one) => (
              <Combobox.Option key={one.id} value={one.id} active={one.id === tenant.id}>
                <TenantRow tenant={one} />
              </Combobox.Option>
            ))}
          </ScrollArea.Autosize>
        </Combobox.Options>
        {may('tenants:write') && (
          <Combobox.Footer>
            <AppLink to="/welcome">{say('nav.welcome')}</AppLink>
          </Combobox.Footer>
        )}
      </Combobox.Dropdown>
    </Combobox>
  )
}

function TenantRow({ tenant: { kind, name } }: { tenant: ReachedTenant }) {
  const nameOf = useTenantKind()
  return (
    <Group gap="xs" wrap="nowrap">
      <TenantIcon kind={kind} />
      <div>
        <Text size="sm">{name}</Text>
        <Text size="xs" c="dimmed">
          {nameOf(kind)}
        </Text>
      </div>
    </Group>
  )
}
