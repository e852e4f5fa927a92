import { AwsError } from '../../aws-error.ts'

// https://docs.aws.amazon.com/apigateway/latest/api/API_TagResource.html has the code, nothing the words.
export const tooManyTags = () => new AwsError('BadRequestException', 'A resource cannot have more than 50 tags.')
