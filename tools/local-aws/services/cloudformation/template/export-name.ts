import { formatError } from './template-error.ts'

/**
 * Words: https://github.com/aws/aws-cdk/issues/28563
 *
 * @throws AwsError ValidationError
 */
export function checkExportName(output: string, name: string): void {
  if (/^[a-zA-Z0-9:-]+$/.test(name)) return
  throw formatError(
    `Output ${output} is malformed. The Name field of every Export member must be specified and consist only of alphanumeric characters, colons, or hyphens.`,
  )
}
