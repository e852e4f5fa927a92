import { AwsError } from '../../aws-error.ts'

// In the order of AWS's words: recorded/api-gateway.yaml.
const httpMethods = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'ANY']

/** @throws AwsError BadRequestException for a method that API Gateway does not have */
export function checkHttpMethod(httpMethod: string): void {
  if (httpMethods.includes(httpMethod)) return
  throw new AwsError('BadRequestException', `Invalid HttpMethod specified. Valid options are ${httpMethods.join(',')}`)
}
