import type { Page } from 'playwright-core'

/** Corners of a seven, in parts of the paper. */
const seven = [
  [0.28, 0.2],
  [0.7, 0.2],
  [0.46, 0.84],
] as const

/** Draws a seven on the page's paper by mouse. */
export async function drawSeven(page: Page): Promise<void> {
  const paper = page.locator('#paper')
  await paper.scrollIntoViewIfNeeded()
  const box = (await paper.boundingBox())!
  const [first, ...others] = seven.map(([x, y]) => [box.x + x * box.width, box.y + y * box.height] as const)
  await page.mouse.move(...first!)
  await page.mouse.down()
  for (const [x, y] of others) await page.mouse.move(x, y, { steps: 8 })
  await page.mouse.up()
}
