export const setupRoutes = [] as const

/** Behind the sign-in, before there is a client: the first-run wizard. */
export const welcomeRoutes = [] as const
