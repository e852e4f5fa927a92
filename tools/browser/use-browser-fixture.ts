import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import type { Test } from 'tap'
import { findChromium, launchChromium } from './chromium.ts'

/** The options of a test of a page: `{ skip: 'why' }` where it cannot run. */
export const needsChromium =
  findChromium() === undefined ? { skip: 'there is no Chromium: apt-get install chromium, or CHROMIUM_PATH' } : {}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export interface OpenedPage {
  readonly page: Page
  /** Warnings and errors that the page has written to the console, and errors that nobody caught. */
  readonly complaints: string[]
}

let browser: Promise<Browser> | undefined

/** Opens a page in a browser that the tests of a file share, and closes it with the test. */
export async function openPage(t: Test, address: string, options: BrowserContextOptions = {}): Promise<OpenedPage> {
  const context = await (await (browser ??= launchChromium())).newContext(options)
  t.teardown(() => context.close())
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  const complaints: string[] = []
  page.on('console', message => {
    if (['warning', 'error'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', error => complaints.push(error.message))
  await page.goto(address)
  return { page, complaints }
}

export async function closeBrowser(): Promise<void> {
  await (await browser)?.close()
  browser = undefined
}

/** The serious and the critical findings of axe, each as `rule: the elements`. */
export async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const { violations } = await page.evaluate<{
    violations: { id: string; impact: string; nodes: { target: string[]; failureSummary: string }[] }[]
  }>('axe.run()')
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join('; ')}`,
    )
}

/** The pixels by which the page is wider than its window: a phone would scroll it sideways. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - window.innerWidth')
}
