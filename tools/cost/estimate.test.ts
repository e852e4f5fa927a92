import t from 'tap'
import { dollars, estimate, number } from './estimate.ts'
import type { Price, PriceTable } from './price-table.ts'

const price = (of: Partial<Price>): Price => ({
  id: '',
  service: 'Bakery',
  unit: 'loaf',
  usd: 1,
  quoted: '',
  source: '',
  readAt: null,
  dated: '',
  confirmedBy: 'unconfirmed',
  ...of,
})
const table = {
  prices: [price({ id: 'bread', usd: 2 }), price({ id: 'roll', usd: 0.5, alwaysFreePerMonth: 10 })],
} as unknown as PriceTable

t.test('a line is its quantity times its price, and the formula shows the numbers', async t => {
  const { lines, usd } = estimate(table, [
    { priceId: 'bread', quantity: 3, because: '' },
    { priceId: 'roll', quantity: 12, because: '' },
  ])
  t.same(
    lines.map(line => line.usd),
    [6, 6],
  )
  t.equal(lines[0]!.formula, '3 × $2 = $6.00')
  t.equal(usd, 12)
})

t.test('the monthly free allowance is subtracted from the quantity, and no rest is below zero', async t => {
  const after = (quantity: number) => estimate(table, [{ priceId: 'roll', quantity, because: '' }]).usdAfterAlwaysFree
  t.equal(after(12), 1, '(12 - 10) × 0.5')
  t.equal(after(10), 0)
  t.equal(after(4), 0)
  t.equal(estimate(table, [{ priceId: 'bread', quantity: 3, because: '' }]).usdAfterAlwaysFree, 6)
})

t.test('a usage without a price is an error, not a zero', async t => {
  t.throws(() => estimate(table, [{ priceId: 'cake', quantity: 1, because: '' }]), /no cake/)
})

t.test('small amounts are shown, without an exponent', async t => {
  t.equal(number(0.0000002), '0.0000002')
  t.equal(number(0.0000166667), '0.0000166667')
  t.equal(number(30300), '30,300')
  t.equal(number(1.23456), '1.23456')
  t.equal(number(9999.125), '9,999.13')
  t.equal(number(10_000.125), '10,000.125')
  t.equal(number(123456789), '123,456,789')
  t.equal(number(0.123456789), '0.123457')
  t.same([0.01, 0.009999, 1, 0.999, 0.000001].map(dollars), ['$0.01', '$0.009999', '$1.00', '$0.999', '$0.000001'])
  t.same([0, 0.0000001, 0.00012, 0.0345, 0.3, 12.3].map(dollars), [
    '$0',
    'below $0.000001',
    '$0.000120',
    '$0.0345',
    '$0.30',
    '$12.30',
  ])
})
