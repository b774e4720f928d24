import { Tabs } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMay } from '../../session/session.ts'
import { PageHead } from '../../ui/page-head.tsx'
import { useSystemWords } from '../../words/system.ts'
import { ApiKeys } from './api-keys.tsx'
import { SystemConfiguration } from './system-configuration.tsx'
import { SystemEvents } from './system-events.tsx'
import { SystemHealth } from './system-health.tsx'
import { SystemJobs } from './system-jobs.tsx'

const TABS = [
  ['health', 'system:read'],
  ['jobs', 'jobs:read'],
  ['events', 'events:read'],
  ['keys', 'api-keys:read'],
  ['config', 'system:read'],
] as const

export function SystemPage() {
  const say = useSystemWords()
  const may = useMay()
  const navigate = useNavigate({ from: '/c/$tenant/system' })
  const { tab } = useSearch({ from: '/signed-in/c/$tenant/system' })
  const tabs = TABS.filter(([, permission]) => may(permission))
  const [chosen] = tabs.find(([name]) => name === tab) ?? tabs[0] ?? [null]
  return (
    <>
      <PageHead title={say('title')} about={may('system:read') ? say('about') : undefined} />
      <Tabs
        value={chosen}
        keepMounted={false}
        onChange={(name) => void navigate({ search: name ? { tab: name } : {}, replace: true })}
      >
        <Tabs.List mb="md">
          {tabs.map(([name]) => (
            <Tabs.Tab key={name} value={name}>
              {say(`tab.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="health">
          <SystemHealth />
        </Tabs.Panel>
        <Tabs.Panel value="jobs">
          <SystemJobs />
        </Tabs.Panel>
        <Tabs.Panel value="events">
          <SystemEvents />
        </Tabs.Panel>
        <Tabs.Panel value="keys">
          <ApiKeys />
        </Tabs.Panel>
        <Tabs.Panel value="config">
          <SystemConfiguration />
        </Tabs.Panel>
      </Tabs>
    </>
  )
}
