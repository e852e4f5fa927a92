import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import t from 'tap'
import { patienceMs } from '../../tools/testing/eventually.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))
const model = fileURLToPath(new URL('../../tools/model/digits.onnx', import.meta.url))

/** Returns the files that loading a model writes into the temporary folder and the home of its process. */
async function filesOf(folder: string, runtime: string): Promise<string[]> {
  const script = `
    const { InferenceSession } = await import(${JSON.stringify(runtime)})
    await InferenceSession.create(${JSON.stringify(model)})
  `
  const { PATH } = process.env
  // The process gets no other variable of this environment: the runtime sends nothing if it sees CI.
  const env = { PATH, HOME: folder, TMPDIR: folder }
  const args = ['--import=tsx', '--input-type=module', '--eval', script]
  await promisify(execFile)(process.execPath, args, { env, cwd: repository, timeout: patienceMs })
  return readdirSync(folder).filter(name => !name.startsWith('tsx-'))
}

t.test('ONNX Runtime leaves no identifier and no log of telemetry', async t => {
  t.same(await filesOf(t.testdir(), new URL('./onnx-runtime.ts', import.meta.url).href), [])
})

t.test('the opt-out is in the environment as soon as it is imported', async t => {
  // A copy of its own: another test file of this process may have imported it, and the environment was put back since.
  // @ts-expect-error TypeScript finds no file of this name; the loader ignores the text after the question mark.
  await import('./no-telemetry.ts?alone')
  t.equal(process.env.ORT_DISABLE_TELEMETRY, '1')
})

t.test('ONNX Runtime without the opt-out does leave files', async t => {
  t.not((await filesOf(t.testdir(), 'onnxruntime-node')).length, 0)
})
