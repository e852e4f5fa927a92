import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda'
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { AwsClients } from '../command/aws-clients.ts'
import { functionUpdated } from '../command/function-settled.ts'
import { findStack } from '../stack/find-stack.ts'
import type { DeployedSystem } from '../exercise/deployed-system.ts'
import { unzip } from '../package/unzip.ts'
import { zip } from '../package/zip.ts'

export interface AlteredFunction {
  /**
   * Replaces the handler by this one. In it, `intact` is the deployed handler and `fs` is node:fs/promises.
   *
   * @param edit changes the source of the deployed handler
   */
  alter(handler: string, edit?: (source: string) => string): Promise<void>
  restore(): Promise<void>
  close(): void
}

/** Names the variable from which the altered code reads the current handler. */
const variable = 'ALTERED_HANDLER'

const dispatcher = [
  `const fs = require('node:fs/promises')`,
  `const { handler: intact } = require('./intact.js')`,
  `exports.handler = eval('(' + process.env.${variable} + ')')`,
].join('\n')

/**
 * A deployed function whose behaviour a test changes while it runs. For tests only. The code is packed and sent once,
 * because the Consumer's zip has 48 MB; each handler is a few lines and arrives as an environment variable. A changed
 * configuration retires every environment, as changed code does.
 */
export async function alteredFunction(system: DeployedSystem, name: 'producer' | 'consumer'): Promise<AlteredFunction> {
  const clients = new AwsClients({ region: system.region, forcePathStyle: true })
  const lambda = clients.get(LambdaClient)
  const { functionName: FunctionName } = system[name]
  const deployed = await deployedCode(clients, system, name === 'producer' ? 'ProducerCodeKey' : 'ConsumerCodeKey')
  const entries = await unzip(deployed)
  const intact = entries.find(({ name }) => name === 'index.js')!.content.toString('utf8')
  const others = entries.filter(({ name }) => name !== 'index.js')
  const file = (name: string, text: string) => ({ name, content: Buffer.from(text) })
  let current: string | undefined
  const update = async (ZipFile: Uint8Array) => {
    await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }))
    await functionUpdated(lambda, FunctionName)
  }
  const handle = async (handler: string | undefined) => {
    const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))
    const { [variable]: _, ...variables } = Environment?.Variables ?? {}
    const Variables = { ...variables, ...(handler !== undefined && { [variable]: handler }) }
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }))
    await functionUpdated(lambda, FunctionName)
  }
  return {
    alter: async (handler, edit = source => source) => {
      const altered = edit(intact)
      if (altered === intact && handler === 'intact') throw new Error('Nothing is altered')
      await handle(handler)
      if (altered === current) return
      // Nobody keeps this zip, so it is compressed fast rather than well.
      await update(await zip([...others, file('intact.js', altered), file('index.js', dispatcher)], 1))
      current = altered
    },
    restore: async () => {
      await update(deployed)
      await handle(undefined)
      current = undefined
    },
    close: () => clients[Symbol.dispose](),
  }
}

async function deployedCode(
  clients: AwsClients<{ readonly region: string; readonly forcePathStyle: boolean }>,
  { stackId }: DeployedSystem,
  parameter: string,
): Promise<Buffer> {
  const { Parameters = [] } = (await findStack(clients.get(CloudFormationClient), stackId))!
  const value = (name: string) => Parameters.find(({ ParameterKey }) => ParameterKey === name)!.ParameterValue
  const place = { Bucket: value('ArtifactsBucket'), Key: value(parameter) }
  const { Body } = await clients.get(S3Client).send(new GetObjectCommand(place))
  return Buffer.from(await Body!.transformToByteArray())
}
