import { randomInt } from 'node:crypto'

export interface NameOptions {
  /**
   * The maximum length of the name in the service. CloudFormation shortens the stack's and the resource's part equally.
   */
  readonly maxLength?: number
  readonly lowerCase?: boolean
}

/** `StackName-LogicalId-RANDOM`: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html */
export function physicalName(stackName: string, logicalId: string, options: NameOptions = {}): string {
  const suffix = randomSuffix()
  const name = [...shortened(stackName, logicalId, (options.maxLength ?? 255) - suffix.length - 2), suffix].join('-')
  return options.lowerCase ? name.toLowerCase() : name
}

function shortened(stackName: string, logicalId: string, room: number): [string, string] {
  if (stackName.length + logicalId.length <= room) return [stackName, logicalId]
  const half = Math.floor(room / 2)
  const logicalPart = logicalId.slice(0, Math.max(half, room - stackName.length))
  return [stackName.slice(0, room - logicalPart.length), logicalPart]
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

function randomSuffix(): string {
  return Array.from({ length: 12 }, () => alphabet[randomInt(alphabet.length)]).join('')
}
