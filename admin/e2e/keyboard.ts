import type { Page } from 'playwright-core'

/** Many: pages have that many stops where every slot of a calendar is one. */
const MOST_STOPS = 150

/** What has the focus, and whether it shows: by an outline, or as a field does by its border. */
const FOCUSED = `(() => {
  const at = document.activeElement
  if (at === document.body) return { label: '', shows: true, tag: 'BODY' }
  const label = at?.getAttribute('aria-label') ?? at?.labels?.[0]?.textContent ?? at?.textContent ?? ''
  const { outlineStyle, outlineWidth } = getComputedStyle(at)
  const shows = (outlineStyle !== 'none' && outlineWidth !== '0px') || at.matches('input, textarea, [class*="Input-input"]')
  return { label: label.trim(), shows, tag: at?.tagName ?? '' }
})()`

interface Focused {
  label: string
  shows: boolean
  tag: string
}

export const focused = (page: Page): Promise<Focused> => page.evaluate<Focused>(FOCUSED)

/** By the Tab key alone, to what is called so. Whatever is passed has to show that it has the focus. */
export async function tabTo(page: Page, name: RegExp): Promise<void> {
  const passed: string[] = []
  for (let stops = 0; stops < MOST_STOPS; stops += 1) {
    await page.keyboard.press('Tab')
    const { label, shows, tag } = await focused(page)
    passed.push(label)
    if (!shows) throw new Error(`nothing shows that ${tag} "${label}" has the focus`)
    if (name.test(label)) return
  }
  throw new Error(`no stop is called ${name}: ${passed.join(' | ')}`)
}
