import t from 'tap'
import { startLocalAws } from '../server.ts'
import { services } from '../services.ts'
import { ActionRecord } from './action-record.ts'
import { authenticate } from './authenticate.ts'
import { authorize } from './authorize.ts'
import type { Identity } from './identity.ts'

const caller = { arn: 'arn:aws:iam::1:user/u', accountId: '1' } as Identity
const nobody: Identity = {
  ...caller,
  kind: 'user',
  userId: 'U',
  accessKeyId: 'K',
  origin: { kind: 'internet' },
  policies: () => [],
  requestContext: () => ({}),
  context: {},
  actions: new ActionRecord(),
}

t.test('only S3 puts the resource in quotation marks, and the error code is that of most services', t => {
  const message = (action: string) =>
    `User: arn:aws:iam::1:user/u is not authorized to perform: ${action} on resource: `
  const because = (action: string) => ` because no identity-based policy allows the ${action} action`
  const refused = (action: string, shown: string) =>
    t.throws(() => authorize(nobody, { action, resource: 'arn:x' }), {
      code: 'AccessDeniedException',
      statusCode: 403,
      message: `${message(action)}${shown}${because(action)}`,
    })
  refused('s3:GetObject', '"arn:x"')
  refused('s3express:CreateSession', 'arn:x')
  refused('lambda:InvokeFunction', 'arn:x')
  t.end()
})

t.test('the record distinguishes questions whose joined texts are equal', t => {
  const record = new ActionRecord()
  record.add(caller, { action: 'a', resource: 'bc' }, true)
  record.add(caller, { action: 'ab', resource: 'c' }, true)
  record.add(caller, { action: 'ab', resource: 'c' }, true)
  t.same(
    record.of(caller.arn).map(({ action }) => action),
    ['a', 'ab'],
  )
  t.end()
})

t.test('an unknown key is refused in the words of the service', async t => {
  const aws = await startLocalAws()
  t.teardown(() => aws.close())
  const from = (signingName: string) => () =>
    authenticate(
      aws.account,
      { accessKeyId: 'NOBODYS', region: 'us-east-1', signingName },
      services.get(signingName)!.unknownKey,
    )
  t.throws(from('s3'), {
    code: 'InvalidAccessKeyId',
    message: 'The AWS Access Key Id you provided does not exist in our records.',
  })
  t.throws(from('lambda'), {
    code: 'InvalidClientTokenId',
    message: 'The security token included in the request is invalid.',
  })
})
