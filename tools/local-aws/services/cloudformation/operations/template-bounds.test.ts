import { CreateChangeSetCommand, CreateStackCommand, DescribeChangeSetCommand } from '@aws-sdk/client-cloudformation'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import t from 'tap'
import { startNested } from '../engine/nested-fixture.ts'

const TemplateURL = 'https://s3.us-east-1.amazonaws.com/templates/large.json'

t.test('templates of up to 1,000,000 bytes are read from S3, and larger ones are refused', async t => {
  const { aws, client, rest } = await startNested(t)
  const s3 = new S3Client({ ...aws, forcePathStyle: true })
  t.teardown(() => s3.destroy())
  const put = (bytes: number) => {
    const body = JSON.stringify({ Resources: { G: { Type: 'AWS::Logs::LogGroup' } } })
    return s3.send(new PutObjectCommand({ Bucket: 'templates', Key: 'large.json', Body: body.padEnd(bytes, ' ') }))
  }
  await put(1_000_000)
  await client.send(new CreateStackCommand({ StackName: 'fits', TemplateURL }))
  t.equal((await rest('fits')).StackStatus, 'CREATE_COMPLETE')
  for (const bytes of [1_000_001, 8_000_000]) {
    await put(bytes)
    await t.rejects(client.send(new CreateStackCommand({ StackName: 'large', TemplateURL })), {
      name: 'ValidationError',
      message: /may not exceed 1000000 bytes/,
    })
  }
})

t.test('a template that nests itself fails, both created and planned', async t => {
  const { aws, client, rest, put } = await startNested(t)
  const itself = {
    Resources: { Child: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL } } },
  }
  await put('large.json', itself)
  await client.send(new CreateStackCommand({ StackName: 'endless', TemplateURL, OnFailure: 'DELETE' }))
  await aws.account.cloudFormation.settled('endless')
  const reasons = aws.account.cloudFormation.stacks.flatMap(({ events }) => events.map(one => one.ResourceStatusReason))
  t.match(reasons.join('\n'), /does not have more than 10 levels of stacks/)
  const { Id } = await client.send(
    new CreateChangeSetCommand({
      StackName: 'planned',
      ChangeSetName: 'first',
      ChangeSetType: 'CREATE',
      TemplateURL,
      IncludeNestedStacks: true,
    }),
  )
  await rest('planned')
  const { Status } = await client.send(new DescribeChangeSetCommand({ ChangeSetName: Id }))
  t.equal(Status, 'FAILED')
})
