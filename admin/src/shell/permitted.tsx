import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useMay } from '../session/session.ts'
import { AppLink } from '../ui/links.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { useCommonWords } from '../words/common.ts'
import { usePartOfPages } from './main-nav.tsx'
import { NAV_PAGES } from './nav-pages.ts'

/** The page of the address, or that the role does not have it: whoever gets a link may have another role than its sender. */
export function Permitted({ children }: { children: ReactNode }) {
  const say = useCommonWords()
  const may = useMay()
  const here = usePartOfPages()
  const page = NAV_PAGES.find(({ path }) => path === here)
  if (!page || page.permissions.some(may)) return children
  return (
    <>
      <PageHead title={say(`nav.${page.word}`)} />
      <Text mb="sm">{say('problem.forbidden')}</Text>
      <AppLink to="/">{say('missing.home')}</AppLink>
    </>
  )
}
