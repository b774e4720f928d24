import { AppShell, Burger, Group, ScrollArea } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { QueryClientProvider } from '@tanstack/react-query'
import { Outlet, useParams } from '@tanstack/react-router'
import { useEffect } from 'react'
import { ApiContext } from '../api/api.ts'
import { TenantContext, useSession } from '../session/session.ts'
import { useCommonWords } from '../words/common.ts'
import { AccountMenu } from './account-menu.tsx'
import { CommandPalette, OpenPalette } from './command-palette.tsx'
import { rememberTenant } from './last-tenant.ts'
import { MainNav } from './main-nav.tsx'
import { Missing } from './missing.tsx'
import { Permitted } from './permitted.tsx'
import { PluginWords } from './plugin-words.tsx'
import { TenantSwitch } from './tenant-switch.tsx'
import { useTenantApi } from './use-tenant-api.ts'

/** Head with the client switch, navigation, and the page; all below it acts for the client in the address. */
export function TenantShell() {
  const say = useCommonWords()
  const { tenant: id } = useParams({ from: '/signed-in/c/$tenant' })
  const { tenants } = useSession()
  const tenant = tenants.find((one) => one.id === id)
  const [opened, menu] = useDisclosure()
  const { api, queries } = useTenantApi(id)
  useEffect(() => rememberTenant(id), [id])
  if (!tenant) return <Missing />
  return (
    <ApiContext value={api}>
      <TenantContext value={tenant}>
        <QueryClientProvider client={queries} key={id}>
          <a className="skip" href="#page">
            {say('nav.skip')}
          </a>
          <AppShell
            header={{ height: 56 }}
            navbar={{ width: 220, breakpoint: 'sm', collapsed: { mobile: !opened } }}
            padding="md"
          >
            <AppShell.Header>
              <Group h="100%" px="md" justify="space-between" wrap="nowrap">
                <Group gap="sm" wrap="nowrap" miw={0}>
                  <Burger
                    opened={opened}
                    onClick={menu.toggle}
                    hiddenFrom="sm"
                    size="sm"
                    aria-label={say('nav.menu')}
                  />
                  <TenantSwitch />
                </Group>
                <Group gap="xs" wrap="nowrap">
                  <OpenPalette />
                  <AccountMenu />
                </Group>
              </Group>
            </AppShell.Header>
            <AppShell.Navbar p="xs" component="nav" aria-label={say('nav.main')}>
              <ScrollArea>
                <MainNav onGo={menu.close} />
              </ScrollArea>
            </AppShell.Navbar>
            <AppShell.Main id="page" tabIndex={-1}>
              <Permitted>
                <Outlet />
              </Permitted>
            </AppShell.Main>
          </AppShell>
          <CommandPalette />
          <PluginWords />
        </QueryClientProvider>
      </TenantContext>
    </ApiContext>
  )
}
