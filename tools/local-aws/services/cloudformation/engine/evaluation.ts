import type { Output } from '@aws-sdk/client-cloudformation'
import type { Account } from '../operation.ts'
import type { Properties } from '../resources/resource-type.ts'
import type { Definition, Stack } from '../stack.ts'
import { Conditions } from '../template/conditions.ts'
import { dependenciesOf } from '../template/dependencies.ts'
import { checkExportName } from '../template/export-name.ts'
import { evaluate, noValue, type Scope } from '../template/intrinsics.ts'
import { parameterReference } from '../template/parameter-values.ts'
import type { DeletionPolicy, OutputDeclaration, Template } from '../template/template.ts'
import { withTexts } from '../template/text-properties.ts'
import { isUnknown, unknownValue } from '../template/unknown-value.ts'
import { EngineFailure } from './status-reason.ts'

/** The part of a resource that references to it need. */
export interface KnownResource {
  readonly ref?: string
  readonly attributes: Readonly<Record<string, unknown>>
}

export interface Viewpoint {
  /** Default: the stack's own definition. */
  readonly definition?: Definition
  /** The source of resources: those of the stack, which must exist, or those of a plan, which may not exist. */
  readonly resources?: (logicalId: string) => KnownResource | undefined
}

/** A stack's template with the current values of its parameters and resources. */
export class Evaluation {
  readonly definition: Definition
  /** The resources whose condition holds. */
  readonly logicalIds: readonly string[]
  /** The names of the exports that the evaluation has used so far. */
  readonly imports = new Set<string>()
  readonly #scope: Scope

  constructor(account: Account, stack: Stack, { definition, resources }: Viewpoint = {}) {
    this.definition = definition ?? stack.definition
    const { template, parameters } = this.definition
    const lookUp = resources ?? (logicalId => stack.resources.get(logicalId))
    const missing = resources ? () => unknownValue : refuseUnknown
    const conditions = new Conditions(template.conditions)
    const pseudo = pseudoValues(account, stack)
    this.#scope = {
      ref: name => {
        if (Object.hasOwn(template.parameters, name))
          return parameterReference(template.parameters[name]!, parameters[name]!)
        return Object.hasOwn(pseudo, name) ? pseudo[name] : (lookUp(name)?.ref ?? missing(name))
      },
      attribute: (logicalId, name) => own(lookUp(logicalId)?.attributes, name) ?? missing(`${logicalId}.${name}`),
      condition: name => conditions.holds(name, this.#scope),
      mapping: (map, first, second) => mapped(template.mappings, map, first, second),
      importValue: name => {
        this.imports.add(name)
        const value = account.cloudFormation.exports.value(name)
        if (value === undefined) throw new EngineFailure(`No export named ${name} found`)
        return value
      },
      availabilityZones: region => {
        if (!['', account.region].includes(region))
          throw new EngineFailure(`The local AWS does not have the Region ${region}, only ${account.region}.`)
        return account.ec2.availabilityZones().map(zone => zone.name)
      },
    }
    this.logicalIds = Object.entries(template.resources)
      .filter(([, { condition }]) => condition === undefined || this.#scope.condition(condition))
      .map(([logicalId]) => logicalId)
  }

  typeOf(logicalId: string): string {
    return this.definition.template.resources[logicalId]!.type
  }

  properties(logicalId: string): Properties {
    const { type, properties } = this.definition.template.resources[logicalId]!
    return withTexts(type, evaluate(properties, this.#scope) as Properties)
  }

  value(expression: unknown): unknown {
    return evaluate(expression, this.#scope)
  }

  dependenciesOf(logicalId: string): Iterable<string> {
    return dependenciesOf(this.definition.template, logicalId)
  }

  policyOf(logicalId: string, name: 'deletionPolicy' | 'updateReplacePolicy'): DeletionPolicy {
    return this.definition.template.resources[logicalId]![name]
  }

  metadataOf(logicalId: string): unknown {
    return this.definition.template.resources[logicalId]!.metadata
  }

  /** Whether a condition of the template holds. */
  holds(condition: string): boolean {
    return this.#scope.condition(condition)
  }

  /** The outputs whose condition holds. */
  get outputDeclarations(): readonly OutputDeclaration[] {
    return this.#outputs().map(([, declaration]) => declaration)
  }

  #outputs(): [string, OutputDeclaration][] {
    return Object.entries(this.definition.template.outputs).filter(
      ([, { condition }]) => condition === undefined || this.#scope.condition(condition),
    )
  }

  outputs(): Output[] {
    return this.#outputs().map(([OutputKey, { value, description, exportName }]) => ({
      OutputKey,
      OutputValue: this.#outputText(OutputKey, value),
      Description: description,
      ...(exportName !== undefined && { ExportName: this.#exportName(OutputKey, exportName) }),
    }))
  }

  #exportName(output: string, expression: unknown): string {
    const name = String(evaluate(expression, this.#scope))
    if (!isUnknown(name)) checkExportName(output, name)
    return name
  }

  #outputText(name: string, value: unknown): string {
    const evaluated = evaluate(value, this.#scope)
    if (['string', 'number', 'boolean'].includes(typeof evaluated)) return String(evaluated)
    throw new EngineFailure(
      `Template format error: Output ${name} is malformed. The Value field of every Outputs member must evaluate to a String.`,
    )
  }
}

function pseudoValues(account: Account, stack: Stack): Readonly<Record<string, unknown>> {
  return {
    'AWS::AccountId': account.id,
    'AWS::NoValue': noValue,
    'AWS::NotificationARNs': [],
    'AWS::Partition': account.partition,
    'AWS::Region': account.region,
    'AWS::StackId': stack.stackId,
    'AWS::StackName': stack.stackName,
    'AWS::URLSuffix': account.urlSuffix,
  }
}

function refuseUnknown(name: string): never {
  throw new EngineFailure(`Template error: instance of Fn::GetAtt or Ref references ${name}, which has no value`)
}

/** Names come from the template or from parameters: one of JavaScript's own members (`constructor`) is not there. */
function mapped(mappings: Template['mappings'], map: string, first: string, second: string): unknown {
  const value = own(own(own(mappings, map), first), second)
  if (value === undefined)
    throw new EngineFailure(`Template error: Unable to get mapping for ${map}::${first}::${second}`)
  return value
}

function own<T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined
}
