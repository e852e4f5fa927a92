import { AwsError } from '../../aws-error.ts'

/**
 * "If you have the required permissions, the error response is DryRunOperation. Otherwise, it is
 * UnauthorizedOperation", which was already thrown in that case.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 *
 * @throws AwsError DryRunOperation, 412
 */
export function answerDryRun(input: Record<string, unknown>): void {
  if (input.DryRun !== true) return
  throw new AwsError('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412)
}
