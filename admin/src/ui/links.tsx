import { Anchor, type AnchorProps, Button, type ButtonProps, NavLink, type NavLinkProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { ComponentPropsWithRef } from 'react'

/** Of an `<a>`, and of Mantine's component where both have one. */
type LinkOf<P> = P & Omit<ComponentPropsWithRef<'a'>, keyof P>

/** Mantine's look, the router's addresses: `<AppLink to="/c/$tenant/calls/$id" params={{...}}>`. */
export const AppLink = createLink((props: LinkOf<AnchorProps>) => <Anchor inherit {...props} />)
export const ButtonLink = createLink((props: LinkOf<ButtonProps>) => <Button component="a" {...props} />)
export const NavItem = createLink((props: LinkOf<NavLinkProps>) => <NavLink {...props} />)
