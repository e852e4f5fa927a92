import t from 'tap'
import { targetPlatform } from './target-platform.ts'

t.test('the zips are for Lambda on AWS and for this machine on another endpoint', async t => {
  const aws = { endpoint: undefined }
  const local = { endpoint: 'http://127.0.0.1:1234' }
  t.same(targetPlatform({}, aws), { platform: 'linux', arch: 'x64', architecture: 'x86_64' })
  t.same(targetPlatform({ architecture: 'arm64' }, aws), { platform: 'linux', arch: 'arm64', architecture: 'arm64' })
  t.match(targetPlatform({}, local), { platform: process.platform, arch: process.arch })
  t.same(targetPlatform({ platform: 'lambda' }, local), targetPlatform({}, aws))
  const other = process.arch === 'arm64' ? 'x86_64' : 'arm64'
  t.throws(() => targetPlatform({ architecture: other }, local), { code: 'MISUSED' })
  t.throws(() => targetPlatform({ architecture: 'mips' }, aws), { code: 'MISUSED' })
  t.throws(() => targetPlatform({ platform: 'moon' }, aws), { code: 'MISUSED' })
})

t.test('the platform of this machine is that of its processor, and a refusal says what is allowed', async t => {
  const local = { endpoint: 'http://127.0.0.1:1234' }
  const arch = Object.getOwnPropertyDescriptor(process, 'arch')!
  t.teardown(() => Object.defineProperty(process, 'arch', arch))
  for (const [value, architecture, other] of [
    ['x64', 'x86_64', 'arm64'],
    ['arm64', 'arm64', 'x86_64'],
  ] as const) {
    Object.defineProperty(process, 'arch', { ...arch, value })
    t.same(targetPlatform({}, local), { platform: process.platform, arch: value, architecture })
    t.same(targetPlatform({ platform: 'host', architecture }, { endpoint: undefined }), targetPlatform({}, local))
    t.throws(() => targetPlatform({ architecture: other }, local), {
      message: `--architecture ${other} is not that of this machine, ${architecture}.`,
      nextStep: /--platform lambda/,
    })
  }
  const aws = { endpoint: undefined }
  t.throws(() => targetPlatform({ platform: 'moon' }, aws), { message: "--platform is lambda or host, got 'moon'." })
  t.throws(() => targetPlatform({ architecture: 'x64' }, aws), {
    message: "--architecture is x86_64 or arm64, got 'x64'.",
  })
})
