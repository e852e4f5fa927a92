import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda'
import t from 'tap'
import { connectToAws } from '../command/aws-connection.ts'
import { functionUpdated } from '../command/function-settled.ts'
import { deploy } from './deploy.ts'
import { packageNothing, recordProgress, useLocalAws } from './deploy-fixture.ts'

// The test makes a whole stack. On a busy machine that may take half a minute.
t.setTimeout(600_000)

t.test('a deployment puts back what a killed verification and a killed measurement have left', async t => {
  await useLocalAws(t)
  const target = { prefix: 'demo', outDir: t.testdir(), packager: packageNothing }
  await deploy(target)
  using connection = await connectToAws()
  const lambda = connection.clients.get(LambdaClient)
  const read = async (name: string) => {
    const { Environment, FileSystemConfigs } = await lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: name }),
    )
    return { variables: Environment?.Variables ?? {}, mounts: FileSystemConfigs ?? [] }
  }
  const change = async (FunctionName: string, Variables: Record<string, string>, more: object = {}) => {
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables }, ...more }))
    await functionUpdated(lambda, FunctionName)
  }
  const producer = await read('demo-producer')
  const consumer = await read('demo-consumer')
  t.equal(producer.mounts.length, 1)
  const note = JSON.stringify(producer)
  await change('demo-producer', { ...producer.variables, VERIFICATION_RESTORES: note }, { FileSystemConfigs: [] })
  await change('demo-consumer', { ...consumer.variables, MEASUREMENT_NONCE: '1' })
  t.same((await read('demo-producer')).mounts, [])

  const { progress, lines } = recordProgress()
  await deploy({ ...target, progress })
  t.ok(lines.some(line => /^demo-producer has the configuration of a command that was killed/.test(line)))
  t.same(await read('demo-producer'), producer)
  t.same(await read('demo-consumer'), consumer)

  const again = recordProgress()
  await deploy({ ...target, progress: again.progress })
  t.notOk(again.lines.some(line => /was killed/.test(line)))
})
