import { NavLink } from '@mantine/core'
import { useLocation, useNavigate } from '@tanstack/react-router'
import type { MouseEvent } from 'react'
import { useMay, useTenant } from '../session/session.ts'
import { useCommonWords } from '../words/common.ts'
import { NAV_PAGES, type NavPage } from './nav-pages.ts'

/** The pages that the role may see. */
export function MainNav({ onGo }: { onGo: () => void }) {
  const say = useCommonWords()
  const { id } = useTenant()
  const pages = useNavPages()
  const go = useGo()
  const base = `/c/${id}`
  const here = usePartOfPages()
  const follow = (page: NavPage) => (event: MouseEvent) => {
    // A new tab is the browser's matter.
    if (event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    go(page.path)
    onGo()
  }
  return pages.map((page) => (
    <NavLink
      key={page.word}
      href={`/admin${base}/${page.path}`}
      onClick={follow(page)}
      label={say(`nav.${page.word}`)}
      leftSection={<page.icon size={18} aria-hidden />}
      active={here === page.path}
      {...(here === page.path ? { 'aria-current': 'page' as const } : {})}
    />
  ))
}

/** Those that the role may see of the tenant. */
export function useNavPages(): NavPage[] {
  const may = useMay()
  const { kind } = useTenant()
  return NAV_PAGES.filter(
    ({ permissions, ofClients }) => permissions.some(may) && (kind === 'client' || !ofClients),
  )
}

/** The part of the pages that the address is in: `calls` of `/c/$tenant/calls/$id`. */
export function usePartOfPages(): string {
  const { pathname } = useLocation()
  const { id } = useTenant()
  return pathname.slice(`/c/${id}/`.length).split('/')[0] ?? ''
}

/** Goes to a page of the client by its path below `/c/$tenant`. */
export function useGo(): (path: string) => void {
  const navigate = useNavigate()
  const { id } = useTenant()
  return (path) => void navigate({ href: `/admin/c/${id}/${path}` })
}
