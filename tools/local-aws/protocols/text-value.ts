import { FromStringShapeDeserializer } from '@smithy/core/protocols'
import type { NormalizedSchema } from '@smithy/core/schema'
import { MalformedRequest } from './malformed-request.ts'

type Settings = ConstructorParameters<typeof FromStringShapeDeserializer>[0]

/** Reads a member that arrives as text: in a form, a path, a query string or a header. @throws MalformedRequest */
export function readText(schema: NormalizedSchema, text: string, name: string, settings: Settings): unknown {
  const refused = (wanted: string, cause?: unknown) =>
    new MalformedRequest('value', `Value (${text}) for parameter ${name} is invalid. It must be ${wanted}.`, cause)
  // Number('') is 0, and Number('0x10') is 16.
  if (schema.isNumericSchema() && !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) throw refused('a number')
  if (schema.isBooleanSchema() && !/^(true|false)$/i.test(text)) throw refused('true or false')
  try {
    return new FromStringShapeDeserializer(settings).read(schema, text)
  } catch (error) {
    throw refused(schema.isTimestampSchema() ? 'a timestamp' : 'of its type', error)
  }
}
