import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { closeBrowser, needsChromium, openPage, overflow, seriousFindings } from '../browser/use-browser-fixture.ts'
import { reportHtml } from './report-html.ts'

const example = new URL('../../evidence/example/', import.meta.url)
const read = (path: string) => ({ path, content: readFileSync(new URL(path, example)) })

t.teardown(closeBrowser)

t.test('a report in Chromium', needsChromium, async t => {
  const pictures = readdirSync(new URL('figures', example)).map(name => read(`figures/${name}`))
  // A criterion that has failed, as the only one of the example.
  const markdown = String(read('report.md').content).replace('| 1.2 | pass |', '| 1.2 | fail |')
  const path = join(t.testdir(), 'report.html')
  writeFileSync(path, reportHtml(markdown, [...pictures, read('efs/access-point.png')]))
  const address = pathToFileURL(path).href

  for (const [name, options] of [
    ['a desk', { viewport: { width: 1280, height: 900 } }],
    ['a phone', { viewport: { width: 375, height: 667 }, isMobile: true }],
    ['a phone in the dark', { viewport: { width: 375, height: 667 }, isMobile: true, colorScheme: 'dark' }],
  ] as const) {
    await t.test(`the report fits ${name}, and axe finds nothing serious`, async t => {
      const { page, complaints } = await openPage(t, address, options)
      t.equal(await overflow(page), 0)
      t.equal(await page.locator('details[open]').count(), 1, 'the requirement that has failed is open')
      await page.locator('details:not([open]) > summary').first().click()
      t.equal(await page.locator('details[open]').count(), 2, 'a click unfolds another one')
      await page.evaluate('document.querySelectorAll("details").forEach(details => (details.open = true))')
      t.equal(await overflow(page), 0, 'the page fits with all criteria unfolded')
      t.same(await seriousFindings(page), [])
      await page.getByRole('link', { name: 'Provenance' }).click()
      t.match(await page.evaluate('location.hash'), /^#section-\d$/)
      if (process.env.SCREENSHOTS)
        await page.screenshot({ path: `${process.env.SCREENSHOTS}/${name}.png`, fullPage: true })
      t.same(complaints, [])
    })
  }
})
