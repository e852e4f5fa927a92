import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { type ClientName, useLab } from '../../tools/nfs-lab/use-lab-fixture.ts'
import { input, sha256 } from './consumer-fixture.ts'
import { addModel } from './models-fixture.ts'

const floats = (...numbers: number[]) => Buffer.from(Float32Array.from(numbers).buffer)

// A Producer on client c, Consumers on a and b, and an input on EFS.
async function hosts(t: Test) {
  const lab = useLab(t)
  const folder = lab.folder()
  const bucket = await lab.bucket()
  const start = (client: ClientName) => lab.startHost({ mountPath: folder[client], bucket })
  const [producer, a, b] = await Promise.all([start('c'), start('a'), start('b')])
  const store = async (key: string, content: Buffer | string) => {
    bucket.objects.set(key, Buffer.from(content))
    const [outcome] = await producer.notify(key)
    return outcome!.status
  }
  const { body } = await producer.ingest({ key: 'inputs/row', data: input(['x', 'FP32', [1, 2], [1, 2]]) })
  const fileId = body.fileId as string
  // Reads the file on client a and keeps it open, as a Consumer does during a load.
  const held: number[] = []
  const hold = (path: string) => {
    const fd = openSync(join(folder.a, path), 'r')
    readSync(fd, Buffer.alloc(64))
    held.push(fd)
  }
  t.teardown(() => held.forEach(fd => closeSync(fd)))
  return { lab, folder, producer, a, b, store, fileId, hold }
}

for (const model of ['add.onnx', 'add']) {
  t.test(`after a replacement every host answers with the new model at once, requested as ${model}`, async t => {
    const { lab, a, b, store, fileId, hold } = await hosts(t)
    await store('models/add.onnx', addModel([0, 0]))
    for (const host of [a, b]) t.match(await host.predict({ fileId, model }), { status: 200 })
    let other = 0
    for (let weight = 1; weight <= 8; weight++) {
      hold('models/add.onnx')
      const content = addModel([weight, weight])
      t.equal(await store('models/add.onnx', content), 'replaced')
      for (const host of [b, a, b]) {
        const answer = await host.predict({ fileId, model })
        const expected = {
          status: 200,
          body: { modelSha256: sha256(content), outputs: [{ data: [1 + weight, 2 + weight] }] },
        }
        if (!t.match(answer, expected, `replacement ${weight}`)) other++
      }
    }
    lab.observe({
      what: 'answers after 8 replacements that were not 200 with the new model',
      value: other,
      unit: 'of 24',
    })
  })
}

t.test('after a replacement the new input is used at once, and so is its result', async t => {
  const { lab, folder, a, b, store, fileId, hold } = await hosts(t)
  await store('models/add.onnx', addModel([0, 0]))
  let other = 0
  for (let i = 1; i <= 8; i++) {
    const content = input(['x', 'FP32', [1, 2], [i, i]])
    hold(`inputs/${fileId}`)
    t.equal(await store('inputs/row', content), 'replaced')
    for (const host of [b, a]) {
      const answer = await host.predict({ fileId, model: 'add' })
      const expected = { status: 200, body: { inputSha256: sha256(content), outputs: [{ data: [i, i] }] } }
      if (!t.match(answer, expected, `replacement ${i}`)) other++
      hold(`outputs/${fileId}.result`)
      const result = JSON.parse(readFileSync(join(folder.server, `outputs/${fileId}.result`), 'utf8'))
      t.match(result, { outputs: [{ data: [i, i] }] })
    }
  }
  lab.observe({
    what: 'answers after 8 replacements that were not 200 with the new input',
    value: other,
    unit: 'of 16',
  })
})

t.test('after weights beside a model are replaced while in use, the new ones are used at once', async t => {
  const { lab, a, b, store, fileId, hold } = await hosts(t)
  await store('models/big.onnx', addModel([0, 0], 'weights.bin'))
  t.match(await a.predict({ fileId, model: 'big' }), { status: 422 }, 'before they are there')
  let other = 0
  for (let weight = 1; weight <= 5; weight++) {
    await store('models/weights.bin', floats(weight, weight))
    for (const host of [a, b]) {
      const answer = await host.predict({ fileId, model: 'big' })
      const expected = { status: 200, body: { outputs: [{ data: [1 + weight, 2 + weight] }] } }
      if (!t.match(answer, expected, `replacement ${weight}`)) other++
    }
    hold('models/weights.bin')
  }
  lab.observe({ what: 'answers with other weights than the newest', value: other, unit: 'of 10' })
})
