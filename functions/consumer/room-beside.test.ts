import t from 'tap'
import { roomBeside } from './room-beside.ts'

const mebibyte = 2 ** 20

t.test('loaded models take their memory from the room for an input', async t => {
  for (const [modelsMb, functionMb] of [
    [100, 1024],
    [300, 4096],
    [1, 512],
  ] as const) {
    const room = roomBeside(modelsMb, functionMb)
    const withoutModels = roomBeside(0, functionMb)
    t.equal(room.bytes, withoutModels.bytes - modelsMb * mebibyte, `${modelsMb} of ${functionMb} MB`)
    t.equal(room.memoryMb, functionMb)
    t.ok(withoutModels.bytes > 0 && withoutModels.bytes < functionMb * mebibyte)
  }
})

t.test('models that take more than the function has leave no room, and no negative one', async t => {
  t.equal(roomBeside(10_000, 1024).bytes, 0)
})

t.test('a function of unknown memory has the room of one with 4,096 MB', async t => {
  t.same(roomBeside(100, 0), roomBeside(100, 4096))
})
