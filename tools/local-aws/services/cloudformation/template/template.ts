/** A parsed template: intrinsics are still objects with one key (`{ Ref: 'Name' }`), short forms are expanded. */
export interface Template {
  readonly description?: string
  readonly metadata?: unknown
  readonly parameters: Readonly<Record<string, ParameterDeclaration>>
  readonly mappings: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>
  readonly conditions: Readonly<Record<string, unknown>>
  readonly resources: Readonly<Record<string, ResourceDeclaration>>
  readonly outputs: Readonly<Record<string, OutputDeclaration>>
}

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
export interface ParameterDeclaration {
  readonly type: string
  readonly description?: string
  readonly defaultValue?: string
  readonly allowedValues?: readonly string[]
  readonly allowedPattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minValue?: number
  readonly maxValue?: number
  readonly constraintDescription?: string
  readonly noEcho: boolean
}

export interface ResourceDeclaration {
  readonly type: string
  readonly properties: Readonly<Record<string, unknown>>
  readonly dependsOn: readonly string[]
  readonly condition?: string
  readonly metadata?: unknown
  readonly deletionPolicy: DeletionPolicy
  readonly updateReplacePolicy: DeletionPolicy
}

export type DeletionPolicy = 'Delete' | 'Retain' | 'RetainExceptOnCreate'

export interface OutputDeclaration {
  readonly value: unknown
  readonly description?: string
  readonly exportName?: unknown
  readonly condition?: string
}
