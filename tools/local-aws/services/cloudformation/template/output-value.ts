import { formatError } from './template-error.ts'

/**
 * Refuses an output whose value is written as a list or a map. Words: recorded/cloudformation.yaml.
 *
 * @throws AwsError ValidationError
 */
export function checkOutputValue(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  const [name, ...others] = Object.keys(value)
  const isFunction = others.length === 0 && (name === 'Ref' || name?.startsWith('Fn::'))
  const form = Array.isArray(value) ? 'List' : isFunction ? undefined : 'Map'
  if (form === undefined) return
  throw formatError(`The Value field of every Outputs member must evaluate to a String and not a ${form}.`)
}
