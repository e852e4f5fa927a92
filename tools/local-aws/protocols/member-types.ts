import type { NormalizedSchema } from '@smithy/core/schema'
import { MalformedRequest } from './malformed-request.ts'

/** How a protocol names a member, and whether a value that it has read is a blob or a timestamp. */
export interface WireTypes {
  readonly nameOf: (name: string, schema: NormalizedSchema) => string
  readonly isBlob: (value: unknown) => boolean
  readonly isTimestamp: (value: unknown) => boolean
}

/**
 * Refuses a value whose type differs from its schema, so that no operation meets a number in place of text. Members
 * that the schema does not have are ignored, as on AWS.
 *
 * @throws MalformedRequest in the words of AWS's JSON services: https://github.com/localstack/localstack/issues/9412,
 * https://github.com/aarondfrancis/sidecar/issues/148
 */
export function checkTypes(schema: NormalizedSchema, value: unknown, wire: WireTypes): void {
  if (value === undefined || value === null || schema.isDocumentSchema()) return
  if (schema.isStructSchema()) {
    if (!isRecord(value)) throw unexpected(value, 'a structure')
    for (const [name, member] of schema.structIterator()) checkTypes(member, value[wire.nameOf(name, member)], wire)
  } else if (schema.isMapSchema()) {
    if (!isRecord(value)) throw unexpected(value, 'a map')
    for (const item of Object.values(value)) checkItem(schema, item, wire)
  } else if (schema.isListSchema()) {
    if (!Array.isArray(value)) throw unexpected(value, 'a list')
    for (const item of value) checkItem(schema, item, wire)
  } else checkScalar(schema, value, wire)
}

/**
 * An item of a list or a map must not be null, unless the model says `sparse`.
 * https://github.com/smithy-lang/smithy/blob/main/smithy-aws-protocol-tests/model/restJson1/validation/malformed-list.smithy
 */
function checkItem(schema: NormalizedSchema, item: unknown, wire: WireTypes): void {
  if (item === null && !schema.getMergedTraits().sparse)
    throw new MalformedRequest('value', 'A list or map has a null.')
  checkTypes(schema.getValueSchema(), item, wire)
}

function checkScalar(schema: NormalizedSchema, value: unknown, wire: WireTypes): void {
  if (schema.isStringSchema()) {
    // A string of a media type, such as a JSON document, is read as an object of class String.
    if (typeof value !== 'string' && !(value instanceof String)) throw unexpected(value, 'a String')
  } else if (schema.isNumericSchema()) {
    if (typeof value !== 'number' || !Number.isFinite(value)) throw unexpected(value, 'an Integer')
  } else if (schema.isBooleanSchema()) {
    if (typeof value !== 'boolean') throw unexpected(value, 'a Boolean')
  } else if (schema.isTimestampSchema()) {
    if (!wire.isTimestamp(value)) throw unexpected(value, 'a Timestamp')
  } else if (schema.isBlobSchema() && !wire.isBlob(value)) throw unexpected(value, 'a Blob')
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function unexpected(value: unknown, wanted: string): MalformedRequest {
  if (Array.isArray(value)) return new MalformedRequest('value', 'Start of list found where not expected')
  if (isRecord(value)) return new MalformedRequest('value', 'Start of structure or map found where not expected.')
  const found = typeof value === 'boolean' ? `${String(value).toUpperCase()}_VALUE` : `${typeof value}_value`
  return new MalformedRequest('value', `${found.toUpperCase()} can not be converted to ${wanted}`)
}
