import t from 'tap'
import { type Properties, readTemplate } from './read-template.ts'

const template = readTemplate('bucket.yaml')
const bucket = template.Resources.ModelsBucket!.Properties

t.test('the bucket is encrypted and blocks all public access (5.5)', async t => {
  t.same(bucket.BucketEncryption, {
    ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
  })
  t.same(bucket.PublicAccessBlockConfiguration, {
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
  })
})

t.test('new objects under models/ go to the Producer, and no others (5.2)', async t => {
  t.same(bucket.NotificationConfiguration, {
    LambdaConfigurations: [
      {
        Event: 's3:ObjectCreated:*',
        Function: { Ref: 'ProducerFunctionArn' },
        Filter: { S3Key: { Rules: [{ Name: 'prefix', Value: 'models/' }] } },
      },
    ],
  })
})

t.test('inputs and outputs expire after the days of the parameter, models never, and nothing by default', async t => {
  t.equal(template.Parameters.ExpireAfterDays?.Default, 0)
  const [condition, { Rules }] = bucket.LifecycleConfiguration['Fn::If']
  t.same(template.Conditions?.[condition], { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'ExpireAfterDays' }, '0'] }] })
  t.match(
    Rules,
    ['inputs/', 'outputs/'].map(Prefix => ({
      Status: 'Enabled',
      Prefix,
      ExpirationInDays: { Ref: 'ExpireAfterDays' },
    })),
  )
  t.equal(Rules.length, 2)
})

t.test('the bucket has the name that endpoint and roles were given', async t => {
  t.same(bucket.BucketName, { Ref: 'BucketName' })
  t.same(template.Outputs.BucketName?.Value, { Ref: 'ModelsBucket' })
})

t.test('events that the Producer fails are kept in the bucket, where they start nothing', async t => {
  const { Type, Properties } = template.Resources.ProducerFailedEvents!
  t.equal(Type, 'AWS::Lambda::EventInvokeConfig')
  t.same(Properties, {
    FunctionName: { Ref: 'ProducerFunctionName' },
    Qualifier: '$LATEST',
    DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['ModelsBucket', 'Arn'] } } },
  })
  const prefixes = bucket.NotificationConfiguration.LambdaConfigurations.map(
    ({ Filter }: Properties) => Filter.S3Key.Rules[0].Value,
  )
  for (const prefix of prefixes) t.notOk('aws/lambda/async/'.startsWith(prefix), prefix)
})
