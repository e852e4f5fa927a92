import type { AwsError } from '../../aws-error.ts'
import { validationError } from './template/template-error.ts'

/** https://github.com/aws-quickstart/quickstart-examples/issues/39 */
export function reservedTag(): AwsError {
  return validationError('aws: prefixed tag key names are not allowed for external use.')
}

/** https://github.com/elastic/cloud-on-k8s/issues/9232 */
export function repeatedTag(): AwsError {
  return validationError('Tags contain duplicate keys; tag keys must be unique')
}
