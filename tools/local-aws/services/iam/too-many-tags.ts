import { AwsError } from '../../aws-error.ts'

// https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagRole.html (LimitExceeded, 409).
export const tooManyTags = () => new AwsError('LimitExceeded', 'The number of tags has reached the maximum limit.', 409)
