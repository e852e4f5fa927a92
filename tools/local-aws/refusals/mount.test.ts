import t from 'tap'
import { type Break, deployBroken } from './real-stack-fixture.ts'

t.setTimeout(600_000)

const connectivity = { name: 'EFSMountConnectivityException', $metadata: { httpStatusCode: 408 } }
const failure = { name: 'EFSMountFailureException', $metadata: { httpStatusCode: 403 } }

t.test('with the intact templates the Consumer reads the Producer’s file', async t => {
  const { invoke, status } = await deployBroken(t)
  t.equal(status, 'CREATE_COMPLETE')
  t.same(await invoke({ action: 'write' }, 'lambda-efs-producer'), {})
  t.same(await invoke({ action: 'read' }), { result: 'shared' })
})

const rules: [name: string, broken: Break, sentence: RegExp][] = [
  [
    'without the egress rule on TCP 2049',
    {
      template: 'network',
      line: 'DestinationSecurityGroupId: !GetAtt EfsSecurityGroup.GroupId',
      becomes: 'DestinationSecurityGroupId: !GetAtt LambdaSecurityGroup.GroupId',
    },
    /no egress rule of sg-\w+ lets TCP 2049 out/,
  ],
  [
    'without the ingress rule on TCP 2049',
    {
      template: 'network',
      line: 'SourceSecurityGroupId: !GetAtt LambdaSecurityGroup.GroupId',
      becomes: 'SourceSecurityGroupId: !GetAtt EfsSecurityGroup.GroupId',
    },
    /no ingress rule of sg-\w+ lets TCP 2049 in/,
  ],
]
for (const [name, line, sentence] of rules) {
  t.test(`${name} the mount does not connect`, async t => {
    const { invoke, status, sentences } = await deployBroken(t, [line])
    t.equal(status, 'CREATE_COMPLETE', 'CloudFormation cannot detect it')
    await t.rejects(invoke({ action: 'nothing' }), connectivity)
    t.match(sentences.join('\n'), sentence)
  })
}

t.test('a subnet without a mount target in its zone fails the function', async t => {
  const { failures } = await deployBroken(t, [
    { template: 'storage', line: /\n {2}MountTargetB:(?:\n {4}.*)+/, becomes: '' },
  ])
  t.match(
    await failures(),
    /does not have mount targets created in all availability zones the function will execute in/,
  )
})

t.test('an access point that does not exist fails the function', async t => {
  const { failures } = await deployBroken(t, [
    {
      template: 'storage',
      line: 'Value: !GetAtt AccessPoint.Arn',
      becomes:
        "Value: !Sub 'arn:aws:elasticfilesystem:${AWS::Region}:${AWS::AccountId}:access-point/fsap-0123456789abcdef0'",
    },
  ])
  t.match(await failures(), /access point arn:aws:elasticfilesystem:.*fsap-0123456789abcdef0/)
})

// Both functions have the same lines. The break changes the Consumer's, which come second.
const second = (text: string) => new RegExp(`(?<=${text}[\\s\\S]*)${text}`)

t.test('without ClientMount the mount is refused, without ClientWrite it is read-only', async t => {
  const unmounted = await deployBroken(t, [
    {
      template: 'compute',
      line: second('elasticfilesystem:ClientMount'),
      becomes: 'elasticfilesystem:DescribeMountTargets',
    },
  ])
  await t.rejects(unmounted.invoke({ action: 'nothing' }), failure)
  const readOnly = await deployBroken(t, [
    {
      template: 'compute',
      line: second('elasticfilesystem:ClientWrite'),
      becomes: 'elasticfilesystem:DescribeMountTargets',
    },
  ])
  await readOnly.invoke({ action: 'write' }, 'lambda-efs-producer')
  t.same(await readOnly.invoke({ action: 'read' }), { result: 'shared' })
  if (readOnly.aws.account.lambda.isolation?.name === 'none')
    t.match(readOnly.sentences.join('\n'), /consumer is not allowed ClientWrite: .* not enforced without namespaces/)
  else t.match(await readOnly.invoke({ action: 'write' }), { error: 'EROFS' })
})
