import type { Tag } from '@aws-sdk/client-cloudformation'
import type { Clients } from './clients.ts'
import type { NestedStacks } from './nested-stacks.ts'

/**
 * A resource's properties after intrinsics, conditions and AWS::NoValue, already checked against the resource
 * specification: names, required members and types are valid.
 */
// any: each module uses the SDK types of its own service.
export type Properties = Readonly<Record<string, any>>

/**
 * One CloudFormation resource type. The module calls AWS only through `context.clients`, as the real handlers do with
 * the permissions of the caller or of the stack's service role: if IAM refuses a call, the resource fails.
 *
 * Modules let SDK errors through; the engine words them as CloudFormation does. They throw `HandlerError` if the
 * handler itself decides (a name is taken, a wait failed).
 */
export interface ResourceType {
  readonly typeName: string
  create(properties: Properties, context: ResourceContext): Promise<CreatedResource>
  /**
   * The properties that `update` applies; a change of any other fails the resource before it is touched. If undefined,
   * `update` applies every property that the specification allows to change in place.
   */
  readonly applies?: readonly string[]
  /**
   * Changes the resource in place; a removed property gets its default. The engine decides from the specification
   * whether a change replaces the resource.
   */
  update?(request: UpdateRequest, context: ResourceContext): Promise<CreatedResource>
  /** Succeeds if the resource is already gone. */
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
  /** The value of Ref, if it is not the physical id. */
  readonly ref?: string
  /** Every attribute of GetAtt, by its dotted name. */
  readonly attributes: Readonly<Record<string, unknown>>
}

export interface ResourceContext {
  readonly clients: Clients
  readonly stackName: string
  readonly stackId: string
  readonly logicalId: string
  readonly region: string
  readonly accountId: string
  /** The stack's tags, and aws:cloudformation:stack-name, -stack-id and -logical-id, for the resource. */
  readonly tags: readonly Tag[]
  /**
   * The stack's own tags before the change, which an updated resource may still have. CloudFormation's handlers get
   * them as `previousResourceTags`: github.com/aws-cloudformation/cloudformation-cli-typescript-plugin, src/interface.ts
   */
  readonly previousTags: readonly Tag[]
  /** `StackName-LogicalId-RANDOM`, for a resource without a name in its template. */
  generateName(options?: { maxLength?: number; lowerCase?: boolean }): string
  /** Aborted when the stack operation gives up the resource. */
  readonly signal: AbortSignal
  /** A token that is the same for every try of one change, for `ClientToken` and `CreationToken`. */
  readonly clientToken: string
  /**
   * Reports the physical id before the resource is ready ("Resource creation Initiated"), so that a rollback also
   * removes a resource whose wait failed. Call it as soon as the resource exists, if a wait follows.
   */
  initiated(physicalId: string): void
  /**
   * Resolves when no other work of the deployment is running, except work that waits for this resource. It is for
   * resources that take long on AWS, or appear late, so that a resource that uses one without waiting for it never
   * finds it by luck.
   */
  outlast(): Promise<void>
  /** Adds another event with the same status and the reason of a long wait. */
  waiting(reason: string): void
  /** Only for AWS::CloudFormation::Stack. */
  readonly nestedStacks: NestedStacks
}
