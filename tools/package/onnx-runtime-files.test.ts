import { readFileSync } from 'node:fs'
import t from 'tap'
import { type BinaryPlatform, onnxRuntimeFiles } from './onnx-runtime-files.ts'

const binaries = async (platform: BinaryPlatform['platform'], arch: BinaryPlatform['arch']) => {
  const names = (await onnxRuntimeFiles({ platform, arch })).map(({ name }) => name)
  return names.filter(name => name.includes('/bin/')).map(name => name.replace(/^.*\/bin\/napi-v6\//, ''))
}

t.test('each platform gets its own binding, and the library that the binding loads', async t => {
  t.same(await binaries('linux', 'x64'), ['linux/x64/onnxruntime_binding.node', 'linux/x64/libonnxruntime.so.1'])
  t.same(await binaries('linux', 'arm64'), ['linux/arm64/onnxruntime_binding.node', 'linux/arm64/libonnxruntime.so.1'])
  t.same(await binaries('darwin', 'arm64'), [
    'darwin/arm64/onnxruntime_binding.node',
    'darwin/arm64/libonnxruntime.1.dylib',
  ])
  t.same(await binaries('win32', 'x64'), ['win32/x64/onnxruntime_binding.node', 'win32/x64/onnxruntime.dll'])
})

t.test('the copied library has the name that the binding loads', async t => {
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

t.test('if ONNX Runtime has no binary, the error has the alternatives, also for an Intel Mac', async t => {
  await t.rejects(onnxRuntimeFiles({ platform: 'darwin', arch: 'x64' }), {
    code: 'NO_ONNX_RUNTIME',
    message: /no binary for darwin\/x64/,
    nextStep: /1\.23\.2.*Linux container.*--platform lambda/,
  })
  // process.platform and process.arch have more values than the types of the options.
  for (const [platform, arch] of [
    ['freebsd' as 'linux', 'x64'],
    ['darwin', 'ppc' as 'x64'],
  ] as const)
    await t.rejects(onnxRuntimeFiles({ platform, arch }), { code: 'NO_ONNX_RUNTIME', nextStep: /^Run this on Linux/ })
})
