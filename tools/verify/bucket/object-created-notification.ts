import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda'
import { GetBucketNotificationConfigurationCommand } from '@aws-sdk/client-s3'
import type { Criterion } from '../criterion.ts'

export const objectCreatedNotification: Criterion = {
  id: '5.2',
  claim: 'The bucket notifies the Producer of every object created under models/, and of nothing else.',
  builtIn: ['cloudformation/bucket.yaml', 'cloudformation/compute.yaml'],
  shownIn: ['cloudformation/events.json'],
  check: async ({ clients, system }, { observed, expect }) => {
    const found = await clients.s3.send(new GetBucketNotificationConfigurationCommand({ Bucket: system.bucketName }))
    const { FunctionArn } = await clients.lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: system.producer.functionName }),
    )
    observed('Lambda GetFunctionConfiguration', `the Producer is ${FunctionArn}`)
    const configurations = found.LambdaFunctionConfigurations ?? []
    expect(configurations.length === 1, `${system.bucketName} notifies ${configurations.length} functions, not 1`)
    for (const { Events = [], Filter, LambdaFunctionArn } of configurations) {
      const rules = (Filter?.Key?.FilterRules ?? []).map(({ Name, Value }) => `${Name?.toLowerCase()} ${Value}`)
      observed(
        'S3 GetBucketNotificationConfiguration',
        `${Events.join(', ')} with ${rules.join(', ') || 'any key'} to ${LambdaFunctionArn}`,
      )
      expect(LambdaFunctionArn === FunctionArn, `${LambdaFunctionArn} is notified, not the Producer ${FunctionArn}`)
      expect(
        Events.length === 1 && Events[0] === 's3:ObjectCreated:*',
        `The events are ${Events.join(', ')}, not s3:ObjectCreated:*`,
      )
      expect(
        rules.length === 1 && rules[0] === 'prefix models/',
        `The filter is ${rules.join(', ') || 'any key'}, not only the prefix models/`,
      )
    }
    for (const { TopicArn } of found.TopicConfigurations ?? []) expect(false, `The topic ${TopicArn} is notified too`)
    for (const { QueueArn } of found.QueueConfigurations ?? []) expect(false, `The queue ${QueueArn} is notified too`)
    expect(found.EventBridgeConfiguration === undefined, `${system.bucketName} sends its events to EventBridge too`)
  },
}
