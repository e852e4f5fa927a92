import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import t from 'tap'
import { identityModel } from '../../functions/consumer/models-fixture.ts'
import { drawSeven } from '../browser/draw.ts'
import { type LocalPage, startLocalPage } from '../browser/local-page.ts'
import { closeBrowser, needsChromium, openPage, overflow, seriousFindings } from '../browser/use-browser-fixture.ts'
import { firstPrediction } from '../deploy/deployment.ts'
import { ended } from '../testing/ended.ts'
import { pageFile, press, settled } from './page-fixture.ts'

const phone = { viewport: { width: 375, height: 667 }, hasTouch: true, isMobile: true }
const repository = fileURLToPath(new URL('../..', import.meta.url))

t.test('the page in Chromium', needsChromium, async t => {
  t.setTimeout(300_000)
  let local: LocalPage
  t.before(async () => {
    local = await startLocalPage()
  })
  t.teardown(async () => {
    await closeBrowser()
    await local.stop()
  })

  t.test('the page recognises a seven drawn by mouse', async t => {
    const { page, complaints } = await openPage(t, local.address)
    await drawSeven(page)
    await press(page, 'Predict')
    t.match(await page.locator('#headline').textContent(), /^It reads a 7, (> )?\d\d\.\d %$/)
    t.equal(await page.locator('#outputs tr').count(), 10, 'ten probabilities')
    t.match(await page.locator('#stages').textContent(), /read the input from EFS[^]*run the model[^]*round trip/)
    t.match(await page.locator('#facts').textContent(), /Environment[0-9a-f]{8} (warm|cold)Modeldigits/)
    const [predict, ingest] = await page.locator('#calls tr').allTextContents()
    t.match(predict, /POST \/predict200predicted[\d.]+ ms[0-9a-f]{8}[0-9a-f]{8}-[0-9a-f-]{27}$/)
    t.match(ingest, /POST \/ingest201created/)
    const header = (name: string) => page.getByRole('columnheader', { name })
    const calls = async () => (await page.locator('#calls td:nth-child(2)').allTextContents()).join()
    t.equal(await header('Time').getAttribute('aria-sort'), 'descending')
    await header('Call').getByRole('button').click()
    t.equal(await calls(), 'POST /ingest,POST /predict')
    t.equal(await header('Time').getAttribute('aria-sort'), null, 'one column is sorted')
    await page.keyboard.press('Enter')
    t.equal(await header('Call').getAttribute('aria-sort'), 'descending')
    t.equal(await calls(), 'POST /predict,POST /ingest')
    await header('Took').getByRole('button').click()
    const took = (await page.locator('#calls td:nth-child(5)').allTextContents()).map(text => parseFloat(text))
    t.same(
      took,
      took.toSorted((a, b) => a - b),
      'numbers are sorted as numbers',
    )
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      t.same(await seriousFindings(page), [], `axe finds nothing serious, ${colorScheme}`)
    }
    t.same(complaints, [])
  })

  t.test('ten simultaneous predictions reach several environments with the same model hash', async t => {
    const { page, complaints } = await openPage(t, local.address)
    await page.getByRole('button', { name: 'Draw an example of 3' }).click()
    await press(page, 'Send at once')
    const [, environments, hash] =
      /^10 of 10 answers from (\d+) environments \(\d+ cold\) after [\d.]+ ms\. 1 model hash: ([0-9a-f]{12})$/.exec(
        (await page.locator('#at-once-summary').textContent())!,
      ) ?? []
    t.equal(await page.locator('.environment').count(), Number(environments))
    t.equal(await page.locator('.landed').count(), 10)
    for (const card of await page.locator('.environment').allTextContents()) t.match(card, `model ${hash}`)
    t.match((await page.locator('.environment').allTextContents()).join(), /cold/)
    t.same(await seriousFindings(page), [])
    t.same(complaints, [])
  })

  t.test('the whole page works by keyboard', async t => {
    const { page, complaints } = await openPage(t, local.address)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    t.equal(await focused(page), 'paper')
    // Draws a seven from the pen's first position: to the right, then down to the left.
    await page.keyboard.press('Space')
    for (let step = 0; step < 4; step += 1) await page.keyboard.press('Shift+ArrowRight')
    for (let step = 0; step < 12; step += 1) {
      for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowLeft']) await page.keyboard.press(key)
    }
    await page.keyboard.press('Space')
    for (let tabs = 0; (await focused(page)) !== 'Predict' && tabs < 20; tabs += 1) await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await settled(page)
    t.match(await page.locator('#headline').textContent(), /^It reads a 7/)
    t.same(complaints, [])
  })

  t.test('the page fits a phone and accepts drawing by finger', async t => {
    const { page, complaints } = await openPage(t, local.address, phone)
    const box = (await page.locator('#paper').boundingBox())!
    const session = await page.context().newCDPSession(page)
    const touch = (type: 'touchStart' | 'touchMove', x: number, y: number) =>
      session.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: [{ x: box.x + x * box.width, y: box.y + y * box.height }],
      })
    await touch('touchStart', 0.5, 0.2)
    for (const y of [0.4, 0.6, 0.8]) await touch('touchMove', 0.5, y)
    await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
    t.equal(await page.evaluate('window.scrollY'), 0, 'the finger draws and does not scroll')
    await press(page, 'Predict')
    t.match(await page.locator('#headline').textContent(), /^It reads a 1/)
    await press(page, 'Send at once')
    t.equal(await overflow(page), 0)
    t.same(await seriousFindings(page), [])
    t.same(complaints, [])
  })

  t.test('a user’s own model is uploaded, shows its inputs, and runs', async t => {
    const { page, complaints } = await openPage(t, local.address)
    const buffer = Buffer.from(identityModel(['FLOAT', 'INT64']))
    await page.locator('#files').setInputFiles({ name: 'same.onnx', mimeType: 'application/octet-stream', buffer })
    await press(page, 'Upload and use it')
    t.match(await page.locator('#model-status').textContent(), /^same could be used [\d.]+ s after the upload\.$/)
    t.same(await page.locator('#inputs legend').allTextContents(), ['x0 takes FP32, [any]', 'x1 takes INT64, [any]'])
    const [first, second] = [page.locator('#inputs fieldset').nth(0), page.locator('#inputs fieldset').nth(1)]
    await first.getByLabel('Filled with').selectOption('values of your own')
    await first.getByLabel('Shape').fill('3')
    await first.getByRole('textbox', { name: 'Values' }).fill('0.5, -1, 2')
    await second.getByLabel('Filled with').selectOption('ones')
    await press(page, 'Predict')
    t.match(await page.locator('#outputs').textContent(), /y0 \(FP32 \[3\]\)[^]*-1\.000[^]*y1 \(INT64 \[1\]\)1/)
    t.same(await seriousFindings(page), [])

    await first.getByRole('textbox', { name: 'Values' }).fill('0.5, "x", 2')
    await press(page, 'Predict')
    t.match(await page.locator('#answer-error').textContent(), /^400 INVALID_INPUT Element 1 .* is "x"[^]*Request ID/)
    await first.getByRole('textbox', { name: 'Values' }).fill('0.5, ')
    await press(page, 'Predict')
    t.match(await page.locator('#answer-error').textContent(), /^INVALID_INPUT The values of “x0” are no JSON/)
    t.match(complaints, [/ 400 /, / 400 /], 'Chromium logs that the question and the wrong input were refused')
    t.equal(complaints.length, 2)
  })

  t.test('a file that is no model, and a missing model, show an error with the next step', async t => {
    const { page } = await openPage(t, local.address)
    const upload = async (name: string) => {
      await page.locator('#files').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from('no model') })
      await press(page, 'Upload and use it')
    }
    await upload('broken.onnx')
    t.match(await page.locator('#model-error').textContent(), /^422 INVALID_MODEL .*ONNX[^]*Request ID/)
    await upload('notes.txt')
    t.match(await page.locator('#model-status').textContent(), /^Choose one file that ends in \.onnx/)
    await page.locator('#model-name').fill('missing')
    await press(page, 'Ask what it takes, and use it')
    t.match(await page.locator('#model-error').textContent(), /^404 MODEL_NOT_FOUND .*Put the model into the bucket/)
    t.match(await page.locator('#model-used').textContent(), /model digits/, 'the previous model remains selected')
  })

  t.test('the page opened from a file calls the API at the address in its query', async t => {
    const { apiUrl } = await settingsOf(local)
    const { page, complaints } = await openPage(t, `${pageFile}?api=${encodeURIComponent(`${apiUrl}/predict`)}`)
    await page.getByRole('button', { name: 'Draw an example of 7' }).click()
    await press(page, 'Predict')
    t.match(await page.locator('#headline').textContent(), /^It reads a 7/)
    t.equal(await page.locator('#upload').isVisible(), false, 'without a server there is no upload')
    t.same(complaints, [])
  })

  t.test('the three commands that a deployment prints recognise a seven', async t => {
    const exported = local.lines.flatMap(line => {
      const [, name, value] = /^export (\w+)=(.*)$/.exec(line) ?? []
      return name === undefined ? [] : [[name, value]]
    })
    const env = { ...process.env, ...Object.fromEntries(exported) }
    const { apiUrl } = await settingsOf(local)
    const outputs = { BucketName: 'lambda-efs-ml-models-bucket' }
    const commands = firstPrediction({ apiUrl, outputs, region: 'us-east-1' })
    t.equal(commands.length, 3)
    const child = spawn('bash', ['-e', '-o', 'pipefail', '-c', commands.join('\n')], { cwd: repository, env })
    const { code, stdout, stderr } = await ended(child)
    t.equal(code, 0, stderr)
    const [{ data }] = JSON.parse(stdout.slice(stdout.lastIndexOf('{"fileId"'))).outputs
    t.equal(data.indexOf(Math.max(...data)), 7, stdout)
  })

  t.test('only the page of this server may upload to it, and only under a valid key', async t => {
    const { origin } = new URL(local.address)
    const put = async (name: string, headers: Record<string, string>) =>
      (await fetch(`${local.address}models/${name}`, { method: 'PUT', body: 'x', headers })).status
    t.equal(await put('m.onnx', { origin: 'https://elsewhere.example' }), 403)
    t.equal(await put('m.onnx', {}), 403)
    t.equal(await put('a%2F..%2F..%2Fb', { origin }), 400)
    t.equal((await fetch(`${local.address}..%2F..%2Fpackage.json`)).status, 404)
  })

  t.test('the terminal shows the calls in readable form and the folder of the shared file system', async t => {
    t.match(local.lines.join('\n'), /^\d\d:\d\d:\d\d\.\d{3}  consumer  [0-9a-f]{8}  predicted +[\d.]+ ms  digits$/m)
    const folder = local.lines.flatMap(line => /^Functions’ \/mnt\/efs is (.*)$/.exec(line)?.[1] ?? [])[0]!
    t.ok(existsSync(`${folder}/models/digits.onnx`), folder)
    t.equal(await local.stop(), 130)
    t.notOk(existsSync(folder), 'Ctrl-C leaves nothing')
  })
})

async function settingsOf({ address }: LocalPage): Promise<{ apiUrl: string }> {
  const settings = await (await fetch(`${address}settings.js`)).text()
  return JSON.parse(/= (\{.*\})/.exec(settings)![1]!)
}

function focused(page: Page): Promise<string> {
  return page.evaluate('document.activeElement.id || document.activeElement.textContent')
}
