import type { Test } from 'tap'
import { input, startConsumer } from './consumer-fixture.ts'
import { addModel, endlessModel } from './models-fixture.ts'

const row = input(['x', 'FP32', [2], [1, 2]])

/** A Consumer with the models `add` and `endless`, and the inputs `row` and `pair`. */
export async function consumerWithModels(t: Test, memoryMb = 0) {
  const consumer = await startConsumer(t, { memoryMb })
  consumer.store('inputs/row', row)
  consumer.store('inputs/pair', input(['x', 'FP32', [1, 2], [1, 2]]))
  consumer.store('models/add.onnx', addModel([1, 1]))
  consumer.store('models/endless.onnx', endlessModel())
  /** Predicts, and checks the answer. */
  const works = async (coldStart = false) => {
    const answer = await consumer.predict({ fileId: 'pair', model: 'add' })
    t.match(answer, { status: 200, body: { coldStart, outputs: [{ data: [2, 3] }] } }, JSON.stringify(answer.body))
  }
  /** Asks for an inference that takes for ever. */
  const predictEndless = (context: object = {}) => consumer.predict({ fileId: 'row', model: 'endless' }, {}, context)
  return { ...consumer, works, predictEndless }
}
