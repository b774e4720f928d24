import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { tenantRoute } from '../../router-root.tsx'
import { readCalendarSearch, readListSearch } from './calendar-search.ts'

export const homeRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./home-page.tsx'), 'HomePage'),
})

const calendarRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'calendar',
  validateSearch: readCalendarSearch,
  component: lazyRouteComponent(() => import('./calendar-page.tsx'), 'CalendarPage'),
})

const appointmentsRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'appointments',
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('./appointments-page.tsx'), 'AppointmentsPage'),
})

const appointmentRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'appointments/$id',
  component: lazyRouteComponent(() => import('./appointment-page.tsx'), 'AppointmentPage'),
})

export const deskRoutes = [homeRoute, calendarRoute, appointmentsRoute, appointmentRoute] as const
