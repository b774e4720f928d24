import { lazyRouteComponent } from '@tanstack/react-router'
import { isReady, LOOK_AGAIN } from '../api/is-ready.ts'

/**
 * A page whose program comes with its first use. One that is gone since an update makes the router load everything anew;
 * while the hub does not answer that would end at the browser's own error page, so it is waited for.
 */
export const lazyPage: typeof lazyRouteComponent = (load, name) =>
  lazyRouteComponent(
    () =>
      load().catch(async () => {
        while (!(await isReady())) await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN))
        return load()
      }),
    name,
  )
