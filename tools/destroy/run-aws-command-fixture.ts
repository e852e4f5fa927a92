import * as apigateway from '@aws-sdk/client-api-gateway'
import * as cloudformation from '@aws-sdk/client-cloudformation'
import * as logs from '@aws-sdk/client-cloudwatch-logs'
import * as ec2 from '@aws-sdk/client-ec2'
import * as efs from '@aws-sdk/client-efs'
import * as iam from '@aws-sdk/client-iam'
import * as lambda from '@aws-sdk/client-lambda'
import { DeleteBucketCommand, DeleteObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3'
import type { AwsConnection } from '../command/aws-connection.ts'

// any: the modules are searched by name, as the AWS CLI does with its service models.
const modules: Readonly<Record<string, any>> = { apigateway, cloudformation, ec2, efs, iam, lambda, logs }
const clients: Readonly<Record<string, string>> = {
  apigateway: 'APIGatewayClient',
  cloudformation: 'CloudFormationClient',
  ec2: 'EC2Client',
  efs: 'EFSClient',
  iam: 'IAMClient',
  lambda: 'LambdaClient',
  logs: 'CloudWatchLogsClient',
}

/** Runs such a line as the AWS CLI would, with the same names. An unknown operation or option fails. */
export async function runAwsCommand(line: string, connection: AwsConnection): Promise<void> {
  const [aws, service, operation, ...words] = line.split(' ')
  if (aws !== 'aws') throw new Error(`not an AWS CLI command: ${line}`)
  const region = words[words.indexOf('--region') + 1]
  if (!words.includes('--region') || !region) throw new Error(`no Region: ${line}`)
  const s3 = new S3Client({ ...connection.s3ClientConfig, region })
  if (service === 's3' && operation === 'rb')
    return removeBucket(words[0]!.replace('s3://', ''), words.includes('--force'), s3)
  const module = modules[service!]
  const Command = module?.[`${pascal(operation!)}Command`]
  if (!Command) throw new Error(`the AWS CLI has no ${service} ${operation}`)
  const input: Record<string, unknown> = {}
  for (let index = 0; index < words.length; index += 2) {
    const option = words[index]!.replace(/^--/, '')
    if (option === 'region') continue
    const name = /^(apigateway|logs)$/.test(service!) ? camel(option) : pascal(option)
    input[name] = option.endsWith('-ids') ? [words[index + 1]] : words[index + 1]
  }
  await new module[clients[service!]!]({ ...connection.clientConfig, region }).send(new Command(input))
}

/** With --force each listed object is deleted, without its versions. */
async function removeBucket(Bucket: string, force: boolean, s3: S3Client): Promise<void> {
  for await (const { Contents = [] } of force ? paginateListObjectsV2({ client: s3 }, { Bucket }) : [])
    for (const { Key } of Contents) await s3.send(new DeleteObjectCommand({ Bucket, Key }))
  await s3.send(new DeleteBucketCommand({ Bucket }))
}

function pascal(kebab: string): string {
  return kebab.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase())
}

function camel(kebab: string): string {
  return kebab.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
