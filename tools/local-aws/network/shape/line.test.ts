import t from 'tap'
import { Line } from './line.ts'

t.test('bytes pass one after the other, at the speed of the line', async t => {
  const line = new Line(1000)
  t.equal(line.reserve(500, 100), 600)
  t.equal(line.reserve(100, 100), 700)
  t.equal(line.reserve(100, 2000), 2100, 'an idle line saves nothing')
})

t.test('a late sender can catch up by at most the slack', async t => {
  const line = new Line(1000, 50)
  t.equal(line.reserve(100, 0), 100, 'at the beginning there is nothing to catch up')
  t.equal(line.reserve(100, 130), 200)
  t.equal(line.reserve(100, 1000), 1050)
})
