import type { Properties } from './resource-type.ts'

export interface NestedStackRequest {
  readonly logicalId: string
  readonly stackName: string
  /** TemplateURL, Parameters and Tags, as the template of the parent has them. */
  readonly properties: Properties
}

/** What a nested stack may ask of the engine that runs its parent. Each resolves when the child has come to rest. */
export interface NestedStacks {
  /** `created` is told the child's id as soon as it exists. */
  create(request: NestedStackRequest, created: (stackId: string) => void): Promise<NestedStackResult>
  update(stackId: string, request: NestedStackRequest): Promise<NestedStackResult>
  delete(stackId: string): Promise<void>
}

export interface NestedStackResult {
  readonly stackId: string
  readonly outputs: Readonly<Record<string, string>>
}
