import type { LambdaClient } from '@aws-sdk/client-lambda'
import { NotFound, S3Client } from '@aws-sdk/client-s3'
import { buffer } from 'node:stream/consumers'
import { serviceError, stubAws } from '../command/stub-aws-fixture.ts'
import type { PackagePlace } from './function-package.ts'

export interface Asked {
  readonly functionName: string
  readonly model: string
}

/**
 * For tests only: a Lambda and an S3 that keep what they are given, and answer no call of a function with a right model but
 * as `hash` says. `events` has everything in its order, `stored` the objects by their keys.
 */
export function placing(hash: (asked: Asked, count: number) => string | undefined) {
  const events: string[] = []
  const stored = new Map<string, Buffer>()
  let calls = 0
  const { connection, asked } = stubAws({ HeadObject: serviceError(NotFound), PutObject: {} })
  const s3 = connection.clients.get(S3Client)
  s3.config.endpoint = async () => ({ protocol: 'http:', hostname: '127.0.0.1', path: '/' })
  const { send } = s3
  s3.send = (async (command: { constructor: { name: string }; input: Record<string, any> }) => {
    const { Key, Body } = command.input
    if (command.constructor.name === 'PutObjectCommand') {
      stored.set(Key, Buffer.isBuffer(Body) || Body instanceof Uint8Array ? Buffer.from(Body) : await buffer(Body))
      events.push(`put ${Key}`)
    }
    return (send as (command: unknown) => Promise<object>).call(s3, command)
  }) as never
  const lambda = {
    config: {},
    async send(command: { constructor: { name: string }; input: Record<string, any> }) {
      const { FunctionName, S3Bucket, S3Key, Environment, Payload } = command.input
      const operation = command.constructor.name.replace(/Command$/, '')
      if (operation === 'UpdateFunctionCode') events.push(`code of ${FunctionName}: ${S3Bucket}/${S3Key}`)
      if (operation === 'UpdateFunctionConfiguration') {
        events.push(`${'MEASUREMENT_NONCE' in Environment.Variables ? 'retire' : 'restore'} ${FunctionName}`)
      }
      if (operation !== 'Invoke') return { Configuration: { LastUpdateStatus: 'Successful' } }
      const { fileId, model } = JSON.parse(JSON.parse(String(Payload)).body)
      const modelSha256 = hash({ functionName: FunctionName, model }, calls++)
      events.push(`ask ${FunctionName} for ${model} with ${fileId}`)
      const body = JSON.stringify(modelSha256 === undefined ? { error: 'MODEL_NOT_FOUND' } : { modelSha256 })
      const statusCode = modelSha256 === undefined ? 404 : 200
      return { Payload: Buffer.from(JSON.stringify({ statusCode, body })), $metadata: { requestId: 'r' } }
    },
  } as unknown as LambdaClient
  const place: PackagePlace = { lambda, s3, artifactsBucket: 'artifacts', accountId: '123456789012' }
  return { place, events, stored, asked }
}
