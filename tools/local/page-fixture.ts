import type { Page } from 'playwright-core'

/** The address of the page as a file. */
export const pageFile = new URL('../../docs/playground/index.html', import.meta.url).href

/** Presses a button, and waits for what it does. */
export async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click()
  await settled(page)
}

/** Waits until no form is busy. */
export async function settled(page: Page): Promise<void> {
  await page.locator('form[aria-busy]').waitFor({ state: 'detached' })
}
