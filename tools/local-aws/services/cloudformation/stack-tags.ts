import type { AwsError } from '../../aws-error.ts'
import { validationError } from './template/template-error.ts'

/** https://github.com/aws-quickstart/quickstart-examples/issues/39 */
export function reservedTag(): AwsError {
  return validationError('aws: prefixed tag key names are not allowed for external use.')
}

/** The words are not documented. */
export function tooManyTags(): AwsError {
  return validationError('A stack cannot have more than 50 tags.')
}

/** https://github.com/elastic/cloud-on-k8s/issues/9232 */
export function repeatedTag(): AwsError {
  return validationError('Tags contain duplicate keys; tag keys must be unique')
}
