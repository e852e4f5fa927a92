import { readFileSync } from 'node:fs'
import t from 'tap'
import { type BinaryPlatform, onnxRuntimeFiles } from './onnx-runtime-files.ts'

const binaries = async (platform: BinaryPlatform['platform'], arch: BinaryPlatform['arch']) => {
  const names = (await onnxRuntimeFiles({ platform, arch })).map(({ name }) => name)
  return names.filter(name => name.includes('/bin/')).map(name => name.replace(/^.*\/bin\/napi-v6\//, ''))
}

t.test('each platform gets its own binding, and the library that the binding asks for', async t => {
  t.same(await binaries('linux', 'x64'), ['linux/x64/onnxruntime_binding.node', 'linux/x64/libonnxruntime.so.1'])
  t.same(await binaries('linux', 'arm64'), ['linux/arm64/onnxruntime_binding.node', 'linux/arm64/libonnxruntime.so.1'])
  t.same(await binaries('darwin', 'arm64'), [
    'darwin/arm64/onnxruntime_binding.node',
    'darwin/arm64/libonnxruntime.1.dylib',
  ])
  t.same(await binaries('win32', 'x64'), ['win32/x64/onnxruntime_binding.node', 'win32/x64/onnxruntime.dll'])
})

t.test('the binding names its library: what is copied is what the loader looks for', async t => {
  for (const [platform, arch] of [
    ['linux', 'x64'],
    ['linux', 'arm64'],
    ['darwin', 'arm64'],
    ['win32', 'x64'],
  ] as const) {
    const [binding, library] = (await onnxRuntimeFiles({ platform, arch })).filter(({ name }) => name.includes('/bin/'))
    const file = library!.name.split('/').at(-1)!
    t.ok(readFileSync(binding!.path).includes(`${file}\0`), `${platform}/${arch}: ${file}`)
  }
})

t.test('where ONNX Runtime has no binary, an Intel Mac is told its ways out', async t => {
  await t.rejects(onnxRuntimeFiles({ platform: 'darwin', arch: 'x64' }), {
    code: 'NO_ONNX_RUNTIME',
    message: /no binary for darwin\/x64/,
    nextStep: /1\.23\.2.*Linux container.*--platform lambda/,
  })
  // What process.platform may also say.
  await t.rejects(onnxRuntimeFiles({ platform: 'freebsd' as 'linux', arch: 'x64' }), {
    code: 'NO_ONNX_RUNTIME',
    nextStep: /Linux or macOS/,
  })
})
