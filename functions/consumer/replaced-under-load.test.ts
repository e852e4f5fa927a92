import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { input, sha256, startConsumer } from './consumer-fixture.ts'
import { addModel } from './models-fixture.ts'

const clients = 100
const requestsOfEach = 4
const inputs = 10
const answersBetweenReplacements = 30

const floats = (weight: number) => Buffer.from(Float32Array.of(weight, weight).buffer)

t.test(
  '100 concurrent predictions, while models are replaced, each come from the model version that they name',
  async t => {
    const { mountPath, store, predict } = await startConsumer(t)
    // The number that a model with this hash adds to its input.
    const weightOf = new Map<string, number>()
    let version = 0

    // One model is in one file, the other has its weights beside it. Of the latter first the weights are replaced and
    // then the graph, which names another file for them each time.
    function replaceModels(): void {
      version++
      const whole = addModel([version, version])
      store('models/whole.onnx', whole)
      weightOf.set(sha256(whole), version)
      const weightsFile = `weights-${version % 2}.bin`
      const graph = addModel([0, 0], weightsFile)
      store(`models/${weightsFile}`, floats(version))
      store('models/split.onnx', graph)
      const hashes = `${sha256(graph)}  split.onnx\n${sha256(floats(version))}  ${weightsFile}\n`
      weightOf.set(sha256(hashes), version)
    }

    for (let i = 0; i < inputs; i++) store(`inputs/row-${i}`, input(['x', 'FP32', [1, 2], [i, 2 * i]]))
    replaceModels()
    let answers = 0
    const seen = new Set<string>()

    async function client(number: number): Promise<void> {
      for (let request = 0; request < requestsOfEach; request++) {
        const row = (number + request) % inputs
        const model = (number + request) % 3 === 0 ? 'whole' : 'split'
        const newest = version
        const { status, body } = await predict({ fileId: `row-${row}`, model })
        if (++answers % answersBetweenReplacements === 0) replaceModels()
        if (!t.equal(status, 200, `${model}: ${JSON.stringify(body)}`)) return
        const weight = weightOf.get(body.modelSha256) ?? Number.NaN
        const data = [row + weight, 2 * row + weight]
        t.same(body.outputs, [{ name: 'y', shape: [1, 2], datatype: 'FP32', data }], `${model}, row ${row}`)
        t.ok(weight >= newest, `${model}: version ${weight}, where ${newest} was there before the request`)
        seen.add(body.modelSha256)
      }
    }

    await Promise.all(Array.from({ length: clients }, (_, number) => client(number)))
    t.equal(answers, clients * requestsOfEach)
    t.ok(version > 10 && seen.size > 5, `of ${version} versions ${seen.size} models have answered`)
    for (const model of ['whole', 'split']) {
      const { body } = await predict({ fileId: 'row-0', model })
      t.equal(weightOf.get(body.modelSha256), version, `${model}: when all is quiet, the last version answers`)
      t.same(body.outputs[0].data, [version, version])
    }
    for (let i = 0; i < inputs; i++) {
      const { outputs, parameters } = JSON.parse(readFileSync(join(mountPath, `outputs/row-${i}.result`), 'utf8'))
      const weight = weightOf.get(parameters.modelSha256)!
      t.same(outputs[0].data, [i + weight, 2 * i + weight], `the result file of row ${i} is one answer, whole`)
    }
  },
)
