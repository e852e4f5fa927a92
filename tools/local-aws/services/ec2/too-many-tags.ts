import { AwsError } from '../../aws-error.ts'

// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html; the words are moto's.
export const tooManyTags = () =>
  new AwsError('TagLimitExceeded', 'The maximum number of Tags for a resource has been reached.')
