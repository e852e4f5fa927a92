import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { truncateSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { bundleFunction } from '../../tools/package/bundle-function.ts'
import { within } from '../../tools/testing/eventually.ts'
import { input } from './consumer-fixture.ts'
import { addModel } from './models-fixture.ts'

t.test('the Consumer as it is shipped predicts, and knows the memory of its function', async t => {
  const repository = fileURLToPath(new URL('../..', import.meta.url))
  const shipping = { external: ['onnxruntime-node'], programs: ['inference'] as const }
  const { entries } = await bundleFunction(repository, 'consumer', shipping)
  const folder = t.testdir({
    shipped: Object.fromEntries(entries.map(({ name, content }) => [name, Buffer.from(content)])),
    mnt: {
      inputs: { row: input(['x', 'FP32', [1, 2], [1, 2]]) },
      models: { 'add.onnx': addModel([3, 4]), 'huge.onnx': '' },
    },
  })
  truncateSync(join(folder, 'mnt/models/huge.onnx'), 300 * 1024 ** 2)
  const script = `
    const { handler } = require(process.argv[1])
    const predict = async model => {
      const body = JSON.stringify({ fileId: 'row', model })
      const event = { resource: '/predict', path: '/predict', httpMethod: 'POST', isBase64Encoded: false, body }
      return JSON.parse((await handler(event, { awsRequestId: 'r' })).body)
    }
    const answers = async () => [await predict('add'), await predict('huge')]
    answers().then(all => console.log('answers ' + JSON.stringify(all)))
  `
  const child = spawn(process.execPath, ['--eval', script, join(folder, 'shipped/index.js')], {
    env: {
      ...process.env,
      EFS_MOUNT_PATH: join(folder, 'mnt'),
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '400',
      ORT_DISABLE_TELEMETRY: '1',
    },
  })
  t.teardown(() => void child.kill('SIGKILL'))
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', data => (output += data))
  await within('it ends', once(child, 'close'), { seen: () => output })
  const answers = /^answers (.*)$/m.exec(output)?.[1]
  t.match(JSON.parse(answers ?? '[]'), [{ outputs: [{ data: [4, 6] }] }, { error: 'TOO_LARGE', memoryMb: 400 }], output)
})
