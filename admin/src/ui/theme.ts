import { createTheme } from '@mantine/core'

interface Spoken {
  /** What the language writes between whole and parts: what is typed with the other one is understood. */
  decimal: string
  /** On what closes a dialog or a note. */
  close: string
  /** On what shows a password. */
  reveal: string
}

/** In the reader's language. */
export const themeWith = ({ decimal, close, reveal }: Spoken) =>
  createTheme({
    primaryColor: 'blue',
    // Light enough on dark and dark enough on light for text of WCAG 2.2 AA.
    primaryShade: { light: 8, dark: 8 },
    defaultRadius: 'md',
    cursorType: 'pointer',
    focusRing: 'auto',
    fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
    headings: { fontWeight: '600' },
    respectReducedMotion: true,
    components: {
      // Its time is written in white.
      CurrentTimeIndicator: { defaultProps: { color: 'red.9' } },
      // Colours that fade are unreadable on their way.
      SegmentedControl: { defaultProps: { transitionDuration: 0 } },
      ModalCloseButton: { defaultProps: { 'aria-label': close } },
      DrawerCloseButton: { defaultProps: { 'aria-label': close } },
      Notification: { defaultProps: { closeButtonProps: { 'aria-label': close } } },
      PasswordInput: { defaultProps: { visibilityToggleButtonProps: { 'aria-label': reveal } } },
      NumberInput: { defaultProps: { decimalSeparator: decimal } },
      // A state is said as it is written elsewhere.
      Badge: { defaultProps: { tt: 'none' } },
      // What scrolls can be scrolled by keyboard.
      TableScrollContainer: { defaultProps: { scrollAreaProps: { viewportProps: { tabIndex: 0 } } } },
    },
  })
