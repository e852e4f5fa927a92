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
