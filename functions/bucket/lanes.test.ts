import t from 'tap'
import { lanesFor } from './lanes.ts'

t.test('as many parts are downloaded at once as fit into half of the free memory, 1 to 12', t => {
  const lanes = [128, 175, 176, 191, 192, 256, 351, 352, 1024, 10_240].map(lanesFor)
  t.same(lanes, [1, 1, 1, 1, 2, 6, 11, 12, 12, 12])
  t.end()
})
