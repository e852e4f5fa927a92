import t from 'tap'
import { type Digit, imagePixels, readDigits, splitDigits } from './digits.ts'

const digits = readDigits()
const place = ({ label, index }: Digit) => `${label}/${index}`
const content = ({ pixels }: Digit) =>
  Buffer.from(pixels.buffer, pixels.byteOffset, pixels.byteLength).toString('latin1')

t.test('the package has 10 000 digits, about as many of each, as values from 0 to 1', async t => {
  t.equal(digits.length, 10_000)
  for (let label = 0; label < 10; label += 1) {
    t.ok(digits.filter(digit => digit.label === label).length > 800, `enough of ${label}`)
  }
  t.ok(digits.every(({ pixels }) => pixels.length === imagePixels))
  t.ok(digits.every(({ pixels }) => pixels.every(pixel => pixel >= 0 && pixel <= 1)))
  t.ok(
    digits.every(({ pixels }) => pixels.some(pixel => pixel > 0.5)),
    'none is blank',
  )
})

t.test('no held-out digit is among the training digits, by position or by pixels', async t => {
  const { training, heldOut } = splitDigits(digits, { seed: 1, heldOut: 2000 })
  t.equal(heldOut.length, 2000)
  t.equal(training.length, 8000)
  t.equal(new Set([...training, ...heldOut].map(place)).size, 10_000)
  const trained = new Set(training.map(content))
  t.equal(heldOut.filter(digit => trained.has(content(digit))).length, 0)
})

t.test('the seed decides which digits are held out', async t => {
  const heldOut = (seed: number) => splitDigits(digits, { seed, heldOut: 100 }).heldOut.map(place)
  t.same(heldOut(1), heldOut(1))
  t.notSame(heldOut(1), heldOut(2))
  t.equal(new Set(splitDigits(digits, { seed: 1, heldOut: 100 }).heldOut.map(({ label }) => label)).size, 10)
})
