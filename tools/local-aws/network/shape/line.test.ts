import t from 'tap'
import { Line } from './line.ts'

t.test('bytes are through one after the other, at the speed of the line', async t => {
  const line = new Line(1000)
  t.equal(line.reserve(500, 100), 600)
  t.equal(line.reserve(100, 100), 700)
  t.equal(line.reserve(100, 2000), 2100, 'an idle line saves nothing up')
})

t.test('a sender that was late makes up for as much as the slack', async t => {
  const line = new Line(1000, 50)
  t.equal(line.reserve(100, 0), 100, 'at the beginning there is nothing to make up for')
  t.equal(line.reserve(100, 130), 200)
  t.equal(line.reserve(100, 1000), 1050)
})
