import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { errors } from 'playwright-core'
import { launchChromium } from './browser/chromium.ts'
import { drawSeven } from './browser/draw.ts'
import { startLocalPage } from './browser/local-page.ts'
import { CommandError } from './command/command-error.ts'
import { runCommand } from './command/run-command.ts'

const picture = fileURLToPath(new URL('../docs/playground/screenshot.png', import.meta.url))

/** Cold environments take seconds, and many times that on a busy machine. */
const patienceMs = 300_000

const command = new Command('npm run screenshot --')
  .description(
    'Deploys to a local AWS of its own, draws a seven on the page in a Chromium of this machine, predicts it once and ten ' +
      'times at once, and takes the picture that the README shows.',
  )
  .option('--out <file>', 'PNG file to write', picture)

await runCommand<{ out: string }>(import.meta.url, command, async ({ out }, { progress, signal }) => {
  const browser = await launchChromium()
  try {
    progress.step('Deploy to a local AWS')
    const local = await startLocalPage()
    try {
      signal.throwIfAborted()
      progress.step('Draw a seven and predict')
      const page = await browser.newPage({ viewport: { width: 1100, height: 980 } })
      page.setDefaultTimeout(patienceMs)
      await page.goto(local.address)
      await drawSeven(page)
      for (const name of ['Predict', 'Send at once']) {
        await page.getByRole('button', { name, exact: true }).click()
        await page.locator('form[aria-busy]').waitFor({ state: 'detached' })
      }
      await page.evaluate('window.scrollTo(0, 0)')
      // Waits until the new elements have moved into their places.
      await page.evaluate('Promise.all(document.getAnimations().map(animation => animation.finished))')
      const box = (await page.locator('#environments').boundingBox())!
      const clip = { x: 0, y: 0, width: 1100, height: Math.ceil(box.y + box.height) + 32 }
      await mkdir(dirname(out), { recursive: true })
      await page.screenshot({ path: out, fullPage: true, clip })
      console.log(out)
    } catch (cause) {
      if (!(cause instanceof errors.TimeoutError)) throw cause
      // Its name is also that of errors of the AWS SDK.
      throw new CommandError('PAGE_FAILED', `The page does not answer: ${cause.message}`, {
        nextStep: 'npm run local -- --deploy shows the same page.',
        cause,
      })
    } finally {
      await local.stop()
    }
  } finally {
    await browser.close()
  }
})
