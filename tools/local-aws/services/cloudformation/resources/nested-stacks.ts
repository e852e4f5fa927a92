import type { Properties } from './resource-type.ts'

export interface NestedStackRequest {
  readonly logicalId: string
  readonly stackName: string
  /** TemplateURL, Parameters and Tags, as in the parent's template. */
  readonly properties: Properties
}

/**
 * The operations on nested stacks that the engine of the parent offers. Each resolves when the child has come to rest.
 */
export interface NestedStacks {
  /** `created` is called with the child's id as soon as it exists. */
  create(request: NestedStackRequest, created: (stackId: string) => void): Promise<NestedStackResult>
  update(stackId: string, request: NestedStackRequest): Promise<NestedStackResult>
  delete(stackId: string): Promise<void>
}

export interface NestedStackResult {
  readonly stackId: string
  readonly outputs: Readonly<Record<string, string>>
}
