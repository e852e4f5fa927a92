import { AwsError } from '../../aws-error.ts'

// https://docs.aws.amazon.com/efs/latest/ug/API_TagResource.html has the code, nothing the words.
export const tooManyTags = () => new AwsError('BadRequest', 'A resource cannot have more than 50 tags.')
