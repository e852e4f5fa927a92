import { NormalizedSchema } from '@smithy/core/schema'

/** An operation schema as the SDK exports it (`DescribeAccessPoints$`): [9, namespace, name, traits, input, output]. */
export type OperationSchema = readonly [number, string, string, unknown, unknown, unknown]

export interface OperationModel {
  readonly name: string
  readonly input: NormalizedSchema
  readonly output: NormalizedSchema
  /** Raw schemas, for protocols that wrap them (query). */
  readonly rawOutput: unknown
  /** REST only. */
  readonly http?: { method: string; uri: string; statusCode: number }
  readonly requiredMembers: readonly string[]
}

/**
 * The SDK's model of a service. It knows every operation of the service by name, so that an operation that is not built
 * is refused by its name and is not mistaken for another.
 */
export class ServiceModel {
  readonly xmlNamespace: string
  /** Only for JSON 1.1: the text before the operation's name in `X-Amz-Target`. */
  readonly targetPrefix: string | undefined
  readonly operationNames: readonly string[]
  readonly #schemas = new Map<string, OperationSchema>()
  readonly #operations = new Map<string, OperationModel>()

  constructor(sdk: object, xmlNamespace: string, targetPrefix?: string) {
    this.targetPrefix = targetPrefix
    this.xmlNamespace = xmlNamespace
    for (const exported of Object.values(sdk)) {
      if (isOperationSchema(exported)) this.#schemas.set(exported[2], exported)
    }
    this.operationNames = [...this.#schemas.keys()]
  }

  /** Resolved on first use: all 823 operations of EC2 would cost more than the rest of the start. */
  operation(name: string): OperationModel | undefined {
    const known = this.#operations.get(name)
    if (known) return known
    const schema = this.#schemas.get(name)
    if (!schema) return undefined
    const model = operationModel(schema)
    this.#operations.set(name, model)
    return model
  }

  operations(): OperationModel[] {
    return this.operationNames.map(name => this.operation(name)!)
  }
}

function operationModel([, , name, traits, input, output]: OperationSchema): OperationModel {
  const http = (traits as { http?: [string, string, number] })?.http
  return {
    name,
    input: NormalizedSchema.of(input as never),
    output: NormalizedSchema.of(output as never),
    rawOutput: dereference(output),
    requiredMembers: requiredMembers(dereference(input)),
    http: http && { method: http[0], uri: http[1], statusCode: http[2] },
  }
}

/**
 * A structure schema is [3, namespace, name, traits, memberNames, members, requiredCount]: the required members come
 * first.
 */
function requiredMembers(schema: unknown): string[] {
  if (!Array.isArray(schema)) return []
  const names = schema[4] as string[]
  return names.slice(0, (schema[6] as number | undefined) ?? 0)
}

function dereference(schema: unknown): unknown {
  return typeof schema === 'function' ? schema() : schema
}

function isOperationSchema(value: unknown): value is OperationSchema {
  return Array.isArray(value) && value[0] === 9
}
