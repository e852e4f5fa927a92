import t from 'tap'
import type { Account } from '../account.ts'
import { checkRegion } from './region.ts'

const account = { region: 'us-east-1' } as Account
const check = (signingName: string, region: string) => () =>
  checkRegion(account, { accessKeyId: 'K', region, signingName })

t.test('IAM and STS take a signature for any Region, the other services for their own only', t => {
  for (const service of ['iam', 'sts', 's3', 'ec2', 'lambda']) {
    t.doesNotThrow(check(service, 'us-east-1'), service)
    if (['iam', 'sts'].includes(service)) t.doesNotThrow(check(service, 'eu-west-1'), service)
    else t.throws(check(service, 'eu-west-1'), { name: /./ }, service)
  }
  t.end()
})

t.test('S3 tells the right Region apart from its words, so that clients can go there', t => {
  const malformed = { code: 'AuthorizationHeaderMalformed', statusCode: 400, details: { Region: 'us-east-1' } }
  t.throws(check('s3', 'eu-west-1'), malformed)
  t.end()
})
