import type { CreateLogGroupRequest } from '@aws-sdk/client-cloudwatch-logs'
import { AwsError } from '../../../aws-error.ts'
import type { Operation } from '../operation.ts'
import { onGroup } from '../permissions.ts'

export const createLogGroup: Operation<CreateLogGroupRequest, object> = {
  honours: ['logGroupClass', 'logGroupName', 'tags'],
  permissions: (input, call) => [
    onGroup(call, 'CreateLogGroup', input.logGroupName),
    ...(input.tags ? [onGroup(call, 'TagResource', input.logGroupName)] : []),
  ],
  run: (input, { account }) => {
    const logGroupName = input.logGroupName!
    // "Log group names can't start with the string aws/":
    // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html. Words: none documented.
    if (logGroupName.startsWith('aws/'))
      throw new AwsError('InvalidParameterException', "Log group names cannot start with 'aws/'.")
    if (account.logs.groups.has(logGroupName)) {
      throw new AwsError('ResourceAlreadyExistsException', 'The specified log group already exists')
    }
    account.logs.createGroup(logGroupName, {
      ...(input.logGroupClass && { logGroupClass: input.logGroupClass }),
      tags: new Map(Object.entries(input.tags ?? {})),
    })
    return {}
  },
}
