import type { Tag } from '@aws-sdk/client-cloudformation'
import type { Clients } from './clients.ts'
import type { NestedStacks } from './nested-stacks.ts'

/**
 * A resource's properties after intrinsics, conditions and AWS::NoValue, already checked against the resource
 * specification: names, required members and types hold.
 */
// any: each module narrows to its own service's SDK types.
export type Properties = Readonly<Record<string, any>>

/**
 * One CloudFormation resource type. The module calls AWS only through `context.clients`, as the real handlers call
 * it with the permissions of the caller or of the stack's service role: what IAM refuses them fails the resource.
 *
 * Modules let SDK errors through; the engine words them as CloudFormation does. They throw `HandlerError` where the
 * handler itself decides (a name is taken, a wait ended badly).
 */
export interface ResourceType {
  readonly typeName: string
  create(properties: Properties, context: ResourceContext): Promise<CreatedResource>
  /**
   * The properties that `update` applies; a change of any other fails the resource before it is touched. Without it,
   * `update` applies every one that the specification lets change in place.
   */
  readonly applies?: readonly string[]
  /**
   * Only changes in place: a property that is gone gets its default. Whether a change replaces the resource is decided
   * by the engine from the specification.
   */
  update?(request: UpdateRequest, context: ResourceContext): Promise<CreatedResource>
  /** A resource that is gone already is a success. */
  delete(physicalId: string, properties: Properties, context: ResourceContext): Promise<void>
}

export interface UpdateRequest {
  readonly physicalId: string
  readonly before: Properties
  readonly after: Properties
  /** Names of the top-level properties that differ. */
  readonly changed: readonly string[]
}

export interface CreatedResource {
  readonly physicalId: string
  /** What Ref gives, if not the physical id. */
  readonly ref?: string
  /** Every attribute that GetAtt may ask for, by its dotted name. */
  readonly attributes: Readonly<Record<string, unknown>>
}

export interface ResourceContext {
  readonly clients: Clients
  readonly stackName: string
  readonly stackId: string
  readonly logicalId: string
  readonly region: string
  readonly accountId: string
  /** The stack's tags and aws:cloudformation:stack-name, -stack-id and -logical-id, to put on the resource. */
  readonly tags: readonly Tag[]
  /** `StackName-LogicalId-RANDOM`, for a resource whose template names none. */
  generateName(options?: { maxLength?: number; lowerCase?: boolean }): string
  /** Aborted when the stack operation gives the resource up. */
  readonly signal: AbortSignal
  /** The same for every try of this one change, as `ClientToken` and `CreationToken` want it. */
  readonly clientToken: string
  /**
   * Tells the engine the physical id before the resource is ready ("Resource creation Initiated"), so that a rollback
   * also removes what a failed wait leaves behind. Call it as soon as the resource exists, when a wait follows.
   */
  initiated(physicalId: string): void
  /**
   * Resolves when nothing else of the deployment is at work that does not wait for this resource. For what takes long on
   * AWS, or is not there at once, so that whoever uses it without waiting for it never finds it by luck.
   */
  outlast(): Promise<void>
  /** Another event of the same status, with what a long wait is for. */
  waiting(reason: string): void
  /** For AWS::CloudFormation::Stack alone. */
  readonly nestedStacks: NestedStacks
}
