import { AwsError } from '../../aws-error.ts'

/** The pattern of the type StatusCode in API Gateway's model. @throws AwsError BadRequestException */
export function checkStatusCode(statusCode: string | undefined): void {
  if (statusCode === undefined || /^[1-5]\d\d$/.test(statusCode)) return
  throw new AwsError(
    'BadRequestException',
    `1 validation error detected: Value '${statusCode}' at 'statusCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [1-5]\\d\\d`,
  )
}
