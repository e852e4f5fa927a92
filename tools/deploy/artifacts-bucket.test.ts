import t from 'tap'
import { artifactsBucketName } from './artifacts-bucket.ts'

const place = { accountId: '123456789012', region: 'ap-southeast-2' }

t.test('the artifacts bucket is named for prefix, account and Region', async t => {
  t.equal(artifactsBucketName('demo', place), 'demo-artifacts-123456789012-ap-southeast-2')
})

t.test('a long prefix still gives a bucket name that S3 takes, and a different one for a different prefix', async t => {
  const names = ['a', 'b'].map(end => artifactsBucketName(`${'a'.repeat(45)}${end}`, place))
  for (const name of names) t.match(name, /^[a-z0-9-]{63}$/)
  t.not(names[0], names[1])
})
