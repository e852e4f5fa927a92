import { changed, type Otherwise } from '../otherwise-fixture.ts'

const notification = (change: (output: any) => void) => ({ GetBucketNotificationConfiguration: changed(change) })
const policy = (change: (statements: any[]) => void) => ({
  GetRolePolicy: changed(output => {
    if (output.PolicyName !== 'use-models-bucket') return
    const document = JSON.parse(decodeURIComponent(output.PolicyDocument))
    document.Statement = [document.Statement].flat()
    change(document.Statement)
    output.PolicyDocument = encodeURIComponent(JSON.stringify(document))
  }),
})

/**
 * Possible answers of AWS about the bucket and the roles. Each breaks one sentence of a criterion; the check must
 * report that one.
 */
export const bucketOtherwise: readonly Otherwise[] = [
  ...['models/', 'inputs/', 'outputs/'].map(prefix => ({
    id: '5.1' as const,
    what: `the prefix ${prefix} is missing`,
    answers: {
      ListObjectsV2: changed(output => {
        output.CommonPrefixes = output.CommonPrefixes.filter((one: any) => one.Prefix !== prefix)
      }),
    },
    says: new RegExp(`has no prefix ${prefix}$`),
  })),
  {
    id: '5.2',
    what: 'another function is notified',
    answers: notification(({ LambdaFunctionConfigurations: [one] }) => (one.LambdaFunctionArn = 'arn:other')),
    says: /^arn:other is notified, not the Producer arn:/,
  },
  {
    id: '5.2',
    what: 'two functions are notified',
    answers: notification(output => output.LambdaFunctionConfigurations.push(output.LambdaFunctionConfigurations[0])),
    says: /notifies 2 functions, not 1$/,
  },
  {
    id: '5.2',
    what: 'the filter has a suffix too',
    answers: notification(({ LambdaFunctionConfigurations: [one] }) =>
      one.Filter.Key.FilterRules.push({ Name: 'Suffix', Value: '.onnx' }),
    ),
    says: /^The filter is prefix models\/, suffix \.onnx, not only the prefix models\/$/,
  },
  {
    id: '5.2',
    what: 'a topic is notified too',
    answers: notification(output => (output.TopicConfigurations = [{ TopicArn: 'arn:topic' }])),
    says: /^The topic arn:topic is notified too$/,
  },
  {
    id: '5.2',
    what: 'a queue is notified too',
    answers: notification(output => (output.QueueConfigurations = [{ QueueArn: 'arn:queue' }])),
    says: /^The queue arn:queue is notified too$/,
  },
  {
    id: '5.2',
    what: 'EventBridge is notified too',
    answers: notification(output => (output.EventBridgeConfiguration = {})),
    says: /sends its events to EventBridge too$/,
  },
  ...(['5.3', '5.4'] as const).flatMap((id): Otherwise[] => [
    {
      id,
      what: 'the role is denied something',
      answers: policy(statements => statements.push({ Effect: 'Deny', Action: 's3:PutObject', Resource: '*' })),
      says: /denies s3:PutObject on \*$/,
    },
    {
      id,
      what: 'the role is allowed all but something',
      answers: policy(statements => statements.push({ Effect: 'Allow', NotAction: 's3:DeleteBucket', Resource: '*' })),
      says: /has a statement by exclusion, which bounds nothing$/,
    },
    {
      id,
      what: 'the role is allowed under a condition only',
      answers: policy(statements => {
        for (const one of statements) one.Condition = { Bool: { 'aws:SecureTransport': 'true' } }
      }),
      says: /is not granted s3:GetObject on arn:/,
    },
    ...['s3:GetObject', 's3:PutObject', 's3:ListBucket'].map(action => ({
      id,
      what: `the role is not allowed ${action}`,
      answers: policy(statements => {
        for (const one of statements) one.Action = [one.Action].flat().filter(other => other !== action)
      }),
      says: new RegExp(`is not granted ${action} on arn:`),
    })),
  ]),
  {
    id: '5.5',
    what: 'the bucket does not encrypt',
    answers: { GetBucketEncryption: changed(output => (output.ServerSideEncryptionConfiguration.Rules = [])) },
    says: /has no default encryption$/,
  },
  {
    id: '5.5',
    what: 'an object is not encrypted',
    answers: { HeadObject: changed(output => delete output.ServerSideEncryption) },
    says: /^inputs\/verify-encryption-\S+ is not encrypted$/,
  },
  {
    id: '5.5',
    what: 'an object is encrypted by another algorithm than the bucket has',
    answers: { HeadObject: changed(output => (output.ServerSideEncryption = 'aws:kms')) },
    says: /is encrypted by aws:kms, the bucket says AES256$/,
  },
]
