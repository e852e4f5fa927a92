import { AwsError } from '../../aws-error.ts'

// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TagResource.html
export const tooManyTags = () => new AwsError('TooManyTagsException', 'A resource can have no more than 50 tags.')
