import t from 'tap'
import { isServicePrincipal } from './service-principals.ts'

t.test('services are principals, by the names of their pages, with or without a Region', async t => {
  const services = [
    'acm batch bedrock cloudwatch codebuild connect controltower dynamodb ec2 elasticfilesystem elasticloadbalancing',
    'forecast fsx ivs kafka lambda logs macie organizations osis resource-groups robomaker securityhub securitylake',
    'ssm-incidents sso transfer translate vpc-flow-logs xray delivery.logs',
  ].flatMap(line => line.split(' '))
  for (const service of services) {
    t.ok(isServicePrincipal(`${service}.amazonaws.com`), service)
    t.ok(isServicePrincipal(`${service}.eu-central-1.amazonaws.com`), `${service} with a Region`)
  }
})

t.test('three principals have names of another form', async t => {
  for (const name of [
    'alexa-appkit.amazon.com',
    'alexa-connectedhome.amazon.com',
    'lambda.alarms.cloudwatch.amazonaws.com',
  ])
    t.ok(isServicePrincipal(name), name)
})

t.test('other names are no service principals', async t => {
  for (const name of [
    'lamda.amazonaws.com',
    'lambda',
    'lambda.amazon.com',
    '.amazonaws.com',
    'x.lambda.amazonaws.com',
    '_lambda.amazonaws.com',
    '',
  ])
    t.notOk(isServicePrincipal(name), name)
})
