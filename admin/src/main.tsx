import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './ui/admin.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { startLanguage } from './words/language.ts'

startLanguage()
const place = document.getElementById('admin')
if (place)
  createRoot(place).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
