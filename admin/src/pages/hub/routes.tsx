export const hubRoutes = [] as const
