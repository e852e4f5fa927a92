import t from 'tap'
import { checkRegion } from './region.ts'
import { services } from './services.ts'

const check = (signingName: string, region: string) => () =>
  checkRegion(services.get(signingName)!, { accessKeyId: 'K', region, signingName }, 'us-east-1')

t.test('IAM and STS accept a signature for any Region, the other services only for their own', t => {
  for (const service of services.keys()) {
    t.doesNotThrow(check(service, 'us-east-1'), service)
    if (['iam', 'sts'].includes(service)) t.doesNotThrow(check(service, 'eu-west-1'), service)
    else t.throws(check(service, 'eu-west-1'), { name: /./ }, service)
  }
  t.end()
})

t.test('the error of S3 has the right Region in a member, so that clients can redirect', t => {
  const malformed = { code: 'AuthorizationHeaderMalformed', statusCode: 400, details: { Region: 'us-east-1' } }
  t.throws(check('s3', 'eu-west-1'), malformed)
  t.end()
})
