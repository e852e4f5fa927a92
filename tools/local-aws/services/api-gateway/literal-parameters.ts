import { AwsError } from '../../aws-error.ts'

/** Header mappings that are constants (`"'*'"`) are built; mappings from the request or response are refused by name. */
export function checkLiteralParameters(parameters: Record<string, string> | undefined): void {
  for (const [name, value] of Object.entries(parameters ?? {})) {
    if (!/^'[^']*'$/.test(value)) {
      throw new AwsError('NotImplemented', `The local AWS maps only constants to ${name}, not ${value}.`, 501)
    }
  }
}
