import { readFile } from 'node:fs/promises'
import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { digitOf, digitSamples, modelFile } from '../../exercise/digits.ts'
import type { Criterion } from '../criterion.ts'
import { requireUsable } from '../lambda-function/usable-function.ts'
import { passingObject } from '../observer/passing-object.ts'
import type { Verification } from '../verification.ts'
import { firstAnswerOf } from './first-answer.ts'
import { placeInput } from './seeded-model.ts'

/**
 * The longest time that passes for "seconds". AWS says that S3's events usually come within seconds and may take a minute
 * or more.
 */
const longestMs = 60_000

export const usableWithoutDeployment: Criterion = {
  id: 'C3',
  claim: 'Another model is usable within a minute of its upload, in seconds as a rule, without a deployment.',
  builtIn: ['cloudformation/bucket.yaml', 'functions/consumer/model-cache.ts'],
  shownIn: ['report.json'],
  check: async (verification, { observed, expect }) => {
    await requireUsable(verification, 'consumer')
    const [sample] = await digitSamples()
    const { fileId } = await placeInput(verification, sample!)
    const { key } = passingObject(verification, 'models', 'second')
    const model = key.slice('models/'.length)
    // So that a running environment, which knows other models, is the one that finds this one.
    const missing = await verification.api.post('/predict', { fileId, model }, verification.signal)
    observed('POST /predict', `before the upload ${missing.statusCode} ${missing.body?.error}`)
    expect(
      missing.body?.error === 'MODEL_NOT_FOUND',
      `Before the upload the model is not missing: ${missing.statusCode}`,
    )
    const before = await deployed(verification)
    const Body = await readFile(modelFile)
    await verification.clients.s3.send(new PutObjectCommand({ Bucket: verification.system.bucketName, Key: key, Body }))
    const { answer, afterMs } = await firstAnswerOf(verification, { fileId, model })
    const seconds = (afterMs / 1000).toFixed(2)
    const digit = digitOf(answer.body.outputs)
    observed(
      'S3 PutObject and POST /predict',
      `${key} is usable ${seconds} s after its upload; the digit is read as ${digit}`,
    )
    expect(afterMs <= longestMs, `The model was usable after ${seconds} s only`)
    expect(digit === sample!.label, `The digit is ${sample!.label} and was read as ${digit}`)
    const after = await deployed(verification)
    observed('Lambda GetFunctionConfiguration, CloudFormation DescribeStacks', `before and after: ${after}`)
    expect(after === before, `Something was deployed meanwhile; before the upload it was: ${before}`)
  },
}

/** Everything that a deployment changes: the code and the configuration of both functions, and the stack. */
async function deployed({ clients, system }: Verification): Promise<string> {
  const functions = [system.producer, system.consumer].map(async ({ functionName: FunctionName }) => {
    const { CodeSha256, LastModified } = await clients.lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName }),
    )
    return `${FunctionName} code ${CodeSha256} of ${LastModified}`
  })
  const { Stacks } = await clients.cloudFormation.send(new DescribeStacksCommand({ StackName: system.stackId }))
  const { LastUpdatedTime, CreationTime } = Stacks![0]!
  const stack = `stack of ${(LastUpdatedTime ?? CreationTime)!.toISOString()}`
  return [...(await Promise.all(functions)), stack].join(', ')
}
