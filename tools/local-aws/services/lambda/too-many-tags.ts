import { AwsError } from '../../aws-error.ts'

// https://docs.aws.amazon.com/lambda/latest/dg/configuration-tags.html. The words are not documented.
export const tooManyTags = () =>
  new AwsError('InvalidParameterValueException', 'A function cannot have more than 50 tags.')
