import { ToStringShapeSerializer } from '@smithy/core/protocols'
import type { NormalizedSchema } from '@smithy/core/schema'
import type { AwsRequest, AwsResponse } from './exchange.ts'
import { readBody } from './exchange.ts'
import type { Route } from './protocol.ts'
import type { OperationModel } from './service-model.ts'
import { readText } from './text-value.ts'

/** Reads and writes the body members; only in this part do REST-JSON and REST-XML differ. */
export interface BodyCodec {
  readonly contentType: string
  read(schema: NormalizedSchema, bytes: Uint8Array): Promise<unknown>
  write(schema: NormalizedSchema, value: unknown): string | Uint8Array
}

// Enumerated in @smithy/core: 5 = date-time, 6 = http-date, 7 = epoch-seconds.
const bindingSettings = { httpBindings: true, timestampFormat: { useTrait: true, default: 7 as const } }

/** Reads an operation's input from labels, query, headers and body, according to the members' traits. */
export async function decodeBindings(
  operation: OperationModel,
  route: Route,
  request: AwsRequest,
  codec: BodyCodec,
): Promise<Record<string, unknown>> {
  const input: Record<string, unknown> = {}
  const bodyMembers: string[] = []
  for (const [name, schema] of operation.input.structIterator()) {
    const traits = schema.getMergedTraits()
    const value = traits.httpPayload
      ? await readPayload(schema, request, codec)
      : traits.httpLabel
        ? fromText(schema, name, route.labels[name])
        : traits.httpQuery
          ? fromQuery(schema, traits.httpQuery, request.query.getAll(traits.httpQuery))
          : traits.httpQueryParams
            ? Object.fromEntries(request.query)
            : traits.httpHeader
              ? fromText(schema, traits.httpHeader, request.headers[traits.httpHeader.toLowerCase()])
              : traits.httpPrefixHeaders
                ? prefixed(request.headers, traits.httpPrefixHeaders.toLowerCase())
                : void bodyMembers.push(name)
    if (value !== undefined) input[name] = value
  }
  if (bodyMembers.length > 0) {
    const bytes = await readBody(request)
    const body = bytes.length > 0 ? ((await codec.read(operation.input, bytes)) as Record<string, unknown>) : {}
    for (const name of bodyMembers) if (body[name] !== undefined) input[name] = body[name]
  }
  return input
}

/** Writes an operation's output into status, headers and body. */
export function encodeBindings(operation: OperationModel, output: object, codec: BodyCodec): AwsResponse {
  const members = output as Record<string, unknown>
  const headers: Record<string, string> = {}
  const bodyMembers: Record<string, unknown> = {}
  let hasBodyMembers = false
  let statusCode = operation.http?.statusCode ?? 200
  let payload: AwsResponse['body']
  for (const [name, schema] of operation.output.structIterator()) {
    const traits = schema.getMergedTraits()
    const bound = traits.httpPayload || traits.httpHeader || traits.httpPrefixHeaders || traits.httpResponseCode
    if (!bound) hasBodyMembers = true
    const value = members[name]
    if (value === undefined || value === null) continue
    if (traits.httpPayload) payload = writePayload(schema, value, codec, headers)
    else if (traits.httpHeader) headers[traits.httpHeader.toLowerCase()] = toText(schema, value)
    else if (traits.httpPrefixHeaders) {
      for (const [key, text] of Object.entries(value)) headers[traits.httpPrefixHeaders.toLowerCase() + key] = text
    } else if (traits.httpResponseCode) statusCode = value as number
    else bodyMembers[name] = value
  }
  if (payload === undefined && hasBodyMembers && statusCode !== 204) {
    headers['content-type'] ??= codec.contentType
    payload = codec.write(operation.output, bodyMembers)
  }
  return { statusCode, headers, body: payload }
}

async function readPayload(schema: NormalizedSchema, request: AwsRequest, codec: BodyCodec): Promise<unknown> {
  if (schema.isStreaming()) return request.body
  const bytes = await readBody(request)
  if (schema.isBlobSchema()) return bytes
  if (schema.isStringSchema()) return new TextDecoder().decode(bytes)
  return bytes.length > 0 ? codec.read(schema, bytes) : undefined
}

function writePayload(schema: NormalizedSchema, value: unknown, codec: BodyCodec, headers: Record<string, string>) {
  if (schema.isStructSchema()) {
    headers['content-type'] ??= codec.contentType
    return codec.write(schema, value)
  }
  return value as AwsResponse['body']
}

function fromQuery(schema: NormalizedSchema, name: string, values: string[]): unknown {
  if (values.length === 0) return undefined
  if (schema.isListSchema()) return values.map(value => fromText(schema.getValueSchema(), name, value))
  return fromText(schema, name, values[0])
}

function fromText(schema: NormalizedSchema, name: string, text: string | undefined): unknown {
  return text === undefined ? undefined : readText(schema, text, name, bindingSettings)
}

function toText(schema: NormalizedSchema, value: unknown): string {
  const serializer = new ToStringShapeSerializer(bindingSettings)
  serializer.write(schema, value)
  return serializer.flush()
}

function prefixed(headers: Readonly<Record<string, string>>, prefix: string): Record<string, string> | undefined {
  const matching = Object.entries(headers).filter(([name]) => name.startsWith(prefix))
  return matching.length > 0
    ? Object.fromEntries(matching.map(([name, text]) => [name.slice(prefix.length), text]))
    : undefined
}
