import { createRoute } from '@tanstack/react-router'
import { tenantRoute } from '../../router-root.tsx'
import { lazyPage } from '../../ui/lazy-page.ts'
import { readCalendarSearch, readListSearch } from './calendar-search.ts'

export const homeRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: '/',
  component: lazyPage(() => import('./home-page.tsx'), 'HomePage'),
})

const calendarRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'calendar',
  validateSearch: readCalendarSearch,
  component: lazyPage(() => import('./calendar-page.tsx'), 'CalendarPage'),
})

const appointmentsRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'appointments',
  validateSearch: readListSearch,
  component: lazyPage(() => import('./appointments-page.tsx'), 'AppointmentsPage'),
})

const appointmentRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'appointments/$id',
  component: lazyPage(() => import('./appointment-page.tsx'), 'AppointmentPage'),
})

export const deskRoutes = [homeRoute, calendarRoute, appointmentsRoute, appointmentRoute] as const
