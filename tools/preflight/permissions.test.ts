import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import t, { type Test } from 'tap'
import { AwsClients } from '../command/aws-clients.ts'
import type { S3ClientConfig } from '../command/aws-connection.ts'
import type { Plan } from './finding.ts'
import { checkPermissions } from './permissions.ts'

/** An IAM that refuses to simulate actions together, as AWS does, and gives this decision for each alone. */
async function planWithIam(t: Test, decide: (action: string) => string | undefined): Promise<Plan> {
  const server = createServer(async (request, response) => {
    const asked = new URLSearchParams(await text(request))
    const actions = [...asked].filter(([name]) => name.startsWith('ActionNames.member.')).map(([, action]) => action)
    const decision = actions.length === 1 ? decide(actions[0]!) : undefined
    response.writeHead(decision ? 200 : 400, { 'content-type': 'text/xml' })
    response.end(
      decision
        ? '<SimulatePrincipalPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><SimulatePrincipalPolicyResult>' +
            `<IsTruncated>false</IsTruncated><EvaluationResults><member><EvalActionName>${actions[0]}</EvalActionName>` +
            `<EvalDecision>${decision}</EvalDecision></member></EvaluationResults></SimulatePrincipalPolicyResult>` +
            '</SimulatePrincipalPolicyResponse>'
        : '<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>InvalidInput</Code>' +
            '<Message>They need different information</Message></Error><RequestId>1</RequestId></ErrorResponse>',
    )
  }).listen(0, '127.0.0.1')
  t.teardown(() => server.close())
  await new Promise(resolve => server.once('listening', resolve))
  const clientConfig = {
    region: 'us-east-1',
    maxAttempts: 1,
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' },
  }
  const s3ClientConfig = { ...clientConfig, forcePathStyle: true }
  const connection = {
    accountId: '123456789012',
    region: 'us-east-1',
    partition: 'aws',
    urlSuffix: 'amazonaws.com',
    endpoint: undefined,
    credentials: async () => ({ accessKeyId: 'AKIA', secretAccessKey: 'secret' }),
    clients: new AwsClients<S3ClientConfig>(s3ClientConfig, undefined),
    clientConfig,
    s3ClientConfig,
  }
  return { connection, prefix: 'demo' }
}

const user = { arn: 'arn:aws:iam::123456789012:user/ann' }

t.test('actions that IAM does not simulate together are simulated one by one', async t => {
  const allowing = await planWithIam(t, () => 'allowed')
  t.match(await checkPermissions(allowing, user), [{ outcome: 'ok', sentence: /user\/ann may do all/ }])
  const refusing = await planWithIam(t, action => (action === 'ec2:CreateVpc' ? 'implicitDeny' : 'allowed'))
  t.match(await checkPermissions(refusing, user), [
    { outcome: 'problem', sentence: /may not do 1 of .*: ec2:CreateVpc\.$/ },
  ])
})

t.test('an action that IAM does not simulate at all is unknown, not ok', async t => {
  const plan = await planWithIam(t, action => (action === 'apigateway:GET' ? undefined : 'allowed'))
  t.match(await checkPermissions(plan, user), [{ outcome: 'unknown', sentence: /does not simulate apigateway:GET;/ }])
})

t.test('the root user of AWS is a warning', async t => {
  const plan = await planWithIam(t, () => 'allowed')
  const root = { arn: 'arn:aws:iam::123456789012:root' }
  t.match(await checkPermissions(plan, root), [{ outcome: 'warning', sentence: /root user/ }])
})
