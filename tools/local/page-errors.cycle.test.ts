import t from 'tap'
import { closeBrowser, needsChromium, openPage, seriousFindings } from '../browser/use-browser-fixture.ts'
import { apiInstead } from './api-fixture.ts'
import { pageFile, press, settled } from './page-fixture.ts'

t.test('the page shows an unexpected answer of the API unchanged, with the next step', needsChromium, async t => {
  t.setTimeout(300_000)
  t.teardown(closeBrowser)
  const { page } = await openPage(t, pageFile)
  const errorAt = async (address: string) => {
    await page.locator('#address').fill(address)
    await press(page, 'Predict')
    return page.locator('#answer-error').textContent()
  }
  await page.getByRole('button', { name: 'Draw an example of 7' }).click()
  t.match(await errorAt(''), /^NO_ADDRESS Enter the address/)
  t.match(await errorAt('example'), /^NO_ADDRESS “example” is no address/)
  t.match(await errorAt('http://api.example/prod'), /^NO_ADDRESS The page calls https:/)
  t.match(
    await errorAt('http://127.0.0.1:9/prod'),
    /^NO_ANSWER There is no answer from http:\/\/127\.0\.0\.1:9\/prod\./,
  )
  const exposed = { 'x-amzn-RequestId': 'of-the-gateway', 'Access-Control-Expose-Headers': 'x-amzn-RequestId' }
  for (const [status, body, expected] of [
    [
      429,
      '{"error":"THROTTLED","message":"Too Many Requests"}',
      /^429 THROTTLED Too Many.*Wait a moment.*of-the-gateway$/,
    ],
    [500, '{"error":"EFS_UNAVAILABLE","message":"No mount."}', /^500 EFS_UNAVAILABLE No mount\.The function has no/],
    [403, '{"message":"Missing Authentication Token"}', /^403 HTTP_403 Missing.*AWS_IAM/],
    [502, '<b>Bad gateway</b>', /^502 HTTP_502 <b>Bad gateway<\/b>/],
    [200, '<html>a page</html>', /^200 NOT_THE_API <html>a page/],
  ] as const) {
    t.match(await errorAt(await apiInstead(t, (_path, send) => send(status, body, exposed))), expected, String(status))
  }
  t.equal(await page.locator('#answer-error b').count(), 0, 'an answer is shown as text, not as HTML')
  t.same(await seriousFindings(page), [])

  const slow = await apiInstead(t, () => {})
  await page.locator('#address').fill(slow)
  await page.getByRole('button', { name: 'Predict' }).click()
  await page.getByRole('button', { name: /^Stop waiting \(\d+ s\)$/ }).click()
  await settled(page)
  t.match(await page.locator('#answer-error').textContent(), /^CANCELLED Stopped\./)
})
