import t from 'tap'
import { readTemplate } from '../../cloudformation/read-template.ts'
import { readPriceTable } from './price-table.ts'
import { strangerDay, strangerSection } from './stranger.ts'

t.test('a stranger who ingests at the rate of the throttle costs hundreds of dollars a day, and more in storage', t => {
  // 50 × 5 MiB a second for a day are 21,094 GB: 0.06 dollars each to write, 0.30 each a month to keep.
  const { gb, dayUsd, monthOfStorageUsd } = strangerDay(readPriceTable(), 50, 0)
  t.equal(Math.round(gb), 21_094)
  t.ok(Math.abs(dayUsd - (21_093.75 * 0.06 + 4_320_000 * (0.0000035 + 0.0000002))) < 0.01)
  t.ok(Math.abs(monthOfStorageUsd - 6328.13) < 0.01)
  t.end()
})

t.test('the page on cost uses the default rate of the template', t => {
  const rate = Number(readTemplate('main.yaml').Parameters.ThrottlingRateLimit?.Default)
  const section = strangerSection(readPriceTable(), 0).join('\n')
  t.match(section, `At ${rate} calls a second`)
  t.end()
})
