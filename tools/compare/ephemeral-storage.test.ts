import t from 'tap'
import { ephemeralMb } from './ephemeral-storage.ts'

t.test('/tmp has room for two of the largest model, within the limits of Lambda', t => {
  t.same([[1], [232], [1, 233, 10], [1000], [5096], [5097]].map(ephemeralMb), [512, 512, 514, 2048, 10_240, 10_240])
  t.end()
})
