import type { PutRetentionPolicyRequest } from '@aws-sdk/client-cloudwatch-logs'
import { AwsError } from '../../../aws-error.ts'
import type { Operation } from '../operation.ts'
import { onGroup } from '../permissions.ts'

// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
const allowedDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]

// Unlike AWS: no event is deleted for its age, since no local run lasts a day.
export const putRetentionPolicy: Operation<PutRetentionPolicyRequest, object> = {
  honours: ['logGroupName', 'retentionInDays'],
  permissions: (input, call) => [onGroup(call, 'PutRetentionPolicy', input.logGroupName)],
  run: (input, { account }) => {
    const group = account.logs.group(input.logGroupName!)
    if (!allowedDays.includes(input.retentionInDays!)) {
      throw new AwsError(
        'InvalidParameterException',
        `The specified retention period is not valid: ${input.retentionInDays}. Valid values: ${allowedDays.join(', ')}`,
      )
    }
    group.retentionInDays = input.retentionInDays!
    return {}
  },
}
