import t from 'tap'
import { readTemplate } from '../../cloudformation/read-template.ts'
import { artifactsBucketName } from './names.ts'
import { commandLine, defaultPrefix, requireValidPrefix } from './prefix.ts'

t.test('a prefix that main.yaml would refuse is refused before anything is made', async t => {
  for (const prefix of ['a', 'A1', '1a', 'a-', 'a_b', 'a'.repeat(47)])
    t.throws(() => requireValidPrefix(prefix), prefix)
  for (const prefix of ['ab', 'lambda-efs', 'a'.repeat(46)]) t.doesNotThrow(() => requireValidPrefix(prefix), prefix)
})

t.test('the default prefix on AWS is one of the account and the Region, and fits every name', async t => {
  const place = { accountId: '123456789012', region: 'ap-southeast-2', endpoint: undefined }
  const own = defaultPrefix(place)
  t.match(own, /^lambda-efs-[0-9a-f]{8}$/)
  t.equal(defaultPrefix(place), own, 'the same in every command')
  t.not(defaultPrefix({ ...place, accountId: '123456789013' }), own)
  t.not(defaultPrefix({ ...place, region: 'ap-southeast-1' }), own)
  t.equal(artifactsBucketName(own, place), `${own}-artifacts-123456789012-ap-southeast-2`, 'not cut')
  t.equal(defaultPrefix({ ...place, endpoint: 'https://s3.example.org' }), own, 'another AWS than the local one')
  t.equal(defaultPrefix({ ...place, endpoint: 'http://127.0.0.1:4566' }), 'lambda-efs')
})

t.test('the roles of the bootstrap reach the names that begin with the default prefix', async t => {
  const { Default } = readTemplate('github-oidc.yaml').Parameters.Prefix!
  const place = { accountId: '123456789012', region: 'us-east-1', endpoint: undefined }
  t.ok(defaultPrefix(place).startsWith(String(Default)))
})

t.test('the refusal of a prefix says what is allowed, and none given is valid', async t => {
  t.throws(() => requireValidPrefix('A'), {
    code: 'MISUSED',
    message: /^--prefix takes 2 to 46 lowercase letters, .* not ending with a hyphen, got 'A'\.$/,
  })
  for (const prefix of ['xA', 'aB', 'a b', 'ab\n']) t.throws(() => requireValidPrefix(prefix), prefix)
  t.doesNotThrow(() => requireValidPrefix(undefined))
})

t.test('a command line leaves the prefix out only where it is the default', async t => {
  const before = process.env.AWS_ENDPOINT_URL
  t.teardown(() => {
    if (before === undefined) delete process.env.AWS_ENDPOINT_URL
    else process.env.AWS_ENDPOINT_URL = before
  })
  process.env.AWS_ENDPOINT_URL = 'http://127.0.0.1:4566'
  t.equal(commandLine('deploy', 'lambda-efs'), 'npm run deploy')
  t.equal(commandLine('destroy', 'demo'), 'npm run destroy -- --prefix demo')
  delete process.env.AWS_ENDPOINT_URL
  t.equal(commandLine('deploy', 'lambda-efs'), 'npm run deploy -- --prefix lambda-efs')
})
