import type { Page } from 'playwright-core'

/** The page has its head and nothing on it is loading any more. A live stream never ends: the network says nothing. */
export async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  const loading = page.getByRole('status', { name: /^(Loading|Lädt)$/ })
  for (let looks = 0; looks < 100 && (await loading.count()) > 0; looks += 1) await page.waitForTimeout(100)
}
