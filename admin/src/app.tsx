import { MantineProvider } from '@mantine/core'
import { ModalsProvider } from '@mantine/modals'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { setNonce } from 'get-nonce'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { newQueryClient } from './api/query-client.ts'
import { router } from './router.tsx'
import { themeWith } from './ui/theme.ts'
import { useCommonWords } from './words/common.ts'
import { decimalOf } from './words/formats.ts'

const ownQueries = newQueryClient()
/** The hub lets in the styles of this reply alone; Mantine marks its own, and what it has from others asks here. */
const nonce = document.querySelector('meta[name="style-nonce"]')?.getAttribute('content') ?? ''
setNonce(nonce)

export function App() {
  const { i18n } = useTranslation()
  const say = useCommonWords()
  const theme = useMemo(
    () => themeWith({ decimal: decimalOf(i18n.language), close: say('close'), reveal: say('reveal') }),
    [i18n.language, say],
  )
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => nonce}>
      <QueryClientProvider client={ownQueries}>
        <ModalsProvider labels={{ confirm: say('yes'), cancel: say('cancel') }} key={i18n.language}>
          <Notifications position="bottom-right" />
          <RouterProvider router={router} />
        </ModalsProvider>
      </QueryClientProvider>
    </MantineProvider>
  )
}
