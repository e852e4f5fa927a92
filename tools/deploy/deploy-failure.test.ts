import { cp, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { CloudFormationClient, CreateStackCommand } from '@aws-sdk/client-cloudformation'
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs'
import t from 'tap'
import { parseDocument } from 'yaml'
import { connectToAws } from '../command/aws-connection.ts'
import { destroy } from '../destroy/destroy.ts'
import { deploy } from './deploy.ts'
import { packageNothing, recordProgress, useLocalAws } from './deploy-fixture.ts'

// The tests make and remove whole stacks. On a busy machine that may take half a minute.
t.setTimeout(600_000)

const templates = fileURLToPath(new URL('../../cloudformation/', import.meta.url))

/** The real templates, without the permission that S3 needs to notify the Producer. */
async function templatesWithoutPermission(directory: string): Promise<string> {
  await cp(templates, directory, { recursive: true, filter: path => !path.endsWith('.ts') })
  const compute = parseDocument(await readFile(`${directory}/compute.yaml`, 'utf8'), { logLevel: 'error' })
  compute.deleteIn(['Resources', 'ProducerFromBucket'])
  await writeFile(`${directory}/compute.yaml`, compute.toString())
  return directory
}

t.test(
  'a failed deployment names the resource in the nested stack and the reason, and the next one cleans up',
  async t => {
    await useLocalAws(t)
    const directory = t.testdir({ templates: {}, build: {} })
    const options = { prefix: 'demo', outDir: `${directory}/build`, packager: packageNothing }
    const templatesDir = await templatesWithoutPermission(`${directory}/templates`)
    await t.rejects(deploy({ ...options, templatesDir }), {
      code: 'DEPLOY_FAILED',
      message:
        /ended ROLLBACK_COMPLETE, because BucketStack\/ModelsBucket .*Unable to validate the following destination/,
      nextStep: /npm run/,
    })
    const { progress, lines } = recordProgress()
    t.equal((await deploy({ ...options, progress })).changed, true)
    t.ok(lines.some(line => /is ROLLBACK_COMPLETE.*deleting it first/.test(line)))
    t.same((await destroy({ prefix: 'demo' })).leftovers, [])
  },
)

t.test('destroy reports a log group whose owner is unknown, and a refused plan leaves no stack', async t => {
  await useLocalAws(t)
  const target = { prefix: 'demo', outDir: t.testdir(), packager: packageNothing }
  const connection = await connectToAws()
  const logs = new CloudWatchLogsClient(connection.clientConfig)
  await logs.send(new CreateLogGroupCommand({ logGroupName: '/aws/lambda/demo-producer' }))
  await t.rejects(deploy(target), { message: /demo-producer/, nextStep: /npm run destroy/ })
  const { leftovers, notOurs } = await destroy({ prefix: 'demo' })
  t.same(leftovers, [])
  // Nobody knows whose group it is, so destroy reports it and leaves it.
  t.same(notOurs, [{ type: 'AWS::Logs::LogGroup', id: '/aws/lambda/demo-producer' }])
})

t.test("someone else's stack of that name is neither updated nor removed", async t => {
  await useLocalAws(t)
  const connection = await connectToAws()
  const client = new CloudFormationClient(connection.clientConfig)
  const TemplateBody = 'Resources: {Group: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: theirs}}}'
  await client.send(new CreateStackCommand({ StackName: 'theirs', TemplateBody }))
  await t.rejects(deploy({ prefix: 'theirs', outDir: t.testdir() }), { code: 'FOREIGN_STACK', nextStep: /--prefix/ })
  await t.rejects(destroy({ prefix: 'theirs' }), { code: 'FOREIGN_STACK' })
})
