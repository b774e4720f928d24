import { Anchor, Button, NavLink } from '@mantine/core'
import { createLink } from '@tanstack/react-router'

/** Mantine's look, the router's addresses: `<AppLink to="/c/$tenant/calls/$id" params={{...}}>`. */
export const AppLink = createLink(Anchor)
export const ButtonLink = createLink(Button)
export const NavItem = createLink(NavLink)
