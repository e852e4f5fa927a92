import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { deployPolicy } from './deploy-policy.ts'

const tools = fileURLToPath(new URL('..', import.meta.url))
const phases = ['deploy', 'destroy', 'exercise', 'measure', 'evidence', 'verify', 'preflight', 'replay']

/** Finds the IAM actions of the calls in the tools, each with a file that makes it. */
function calledActions(): Map<string, string> {
  const actions = new Map<string, string>()
  for (const file of phases.flatMap(sources)) {
    const source = readFileSync(join(tools, file), 'utf8')
    for (const [, names, client] of source.matchAll(/import \{([^}]*)\} from '@aws-sdk\/client-([a-z0-9-]+)'/g)) {
      for (const operation of operationsIn(names!)) actions.set(actionOf(client!, operation), file)
    }
  }
  return actions
}

function sources(phase: string): string[] {
  return readdirSync(join(tools, phase), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts') && !/\.test\.ts$|-fixture\.ts$/.test(name))
    .map(name => join(phase, name))
}

function operationsIn(names: string): string[] {
  return names
    .split(',')
    .flatMap(name => /^\s*(?:(\w+)Command|paginate(\w+))\b/.exec(name)?.slice(1) ?? [])
    .filter(operation => operation !== undefined)
}

function actionOf(client: string, operation: string): string {
  if (client === 'api-gateway') return `apigateway:${/^Get/.test(operation) ? 'GET' : operation}`
  return `${prefixes[client] ?? client}:${otherNames[`${client} ${operation}`] ?? operation}`
}

const prefixes: Readonly<Record<string, string>> = {
  efs: 'elasticfilesystem',
  'cloudwatch-logs': 'logs',
  'resource-groups-tagging-api': 'tag',
}

// Operations whose action has another name:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
const otherNames: Readonly<Record<string, string>> = {
  's3 HeadBucket': 'ListBucket',
  's3 HeadObject': 'GetObject',
  's3 ListObjectsV2': 'ListBucket',
  's3 ListObjectVersions': 'ListBucketVersions',
  's3 ListMultipartUploads': 'ListBucketMultipartUploads',
  's3 DeleteObjects': 'DeleteObject',
  's3 CreateMultipartUpload': 'PutObject',
  's3 UploadPart': 'PutObject',
  's3 UploadPartCopy': 'PutObject',
  's3 CompleteMultipartUpload': 'PutObject',
  's3 PutBucketEncryption': 'PutEncryptionConfiguration',
  's3 GetBucketEncryption': 'GetEncryptionConfiguration',
  's3 PutPublicAccessBlock': 'PutBucketPublicAccessBlock',
  's3 GetPublicAccessBlock': 'GetBucketPublicAccessBlock',
  's3 GetBucketNotificationConfiguration': 'GetBucketNotification',
  's3 PutBucketNotificationConfiguration': 'PutBucketNotification',
  'lambda Invoke': 'InvokeFunction',
}

// Everybody may call it: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
const needsNothing = ['sts:GetCallerIdentity']

t.test('the deploy policy allows every call that the tools make, from deploying to removing', async t => {
  const { Statement } = deployPolicy({ accountId: '123456789012', region: 'us-east-1', prefix: 'demo' })
  const allowed = new Set([...Statement.flatMap(({ Action }) => Action), ...needsNothing])
  const called = calledActions()
  t.ok(called.size > 25, `${called.size} actions were found`)
  for (const [action, file] of called) {
    t.ok(allowed.has(action), `${action}, called in ${file}: add it to docs/permissions/deploy-policy.json`)
  }
})
