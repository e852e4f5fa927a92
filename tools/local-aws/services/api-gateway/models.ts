import { AwsError } from '../../aws-error.ts'

/**
 * An API has the models Empty and Error from the beginning, and here no others. Words: recorded/api-gateway.yaml.
 *
 * @throws AwsError BadRequestException
 */
export function checkModels(models: Readonly<Record<string, string>> = {}): void {
  const unknown = Object.values(models).find(model => model !== 'Empty' && model !== 'Error')
  if (unknown !== undefined) throw new AwsError('BadRequestException', `Invalid model identifier specified: ${unknown}`)
}
