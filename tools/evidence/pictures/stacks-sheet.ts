import type { Stack, StackResourceSummary } from '@aws-sdk/client-cloudformation'
import { type Reading, readingNote, shown } from './reading.ts'
import { charactersAcross, type Sheet } from './sheet.ts'

export interface StacksReading extends Reading {
  readonly stacks: readonly Stack[]
}

export interface ResourcesReading extends Reading {
  /** By stack name. */
  readonly resources: Readonly<Record<string, readonly StackResourceSummary[]>>
}

/** The root and its nested stacks, each with its resources; a nested stack is named by the path that leads to it. */
export function stacksSheet(stacks: StacksReading, resources: ResourcesReading): Sheet {
  const paths = pathsOf(stacks.stacks, resources.resources)
  return {
    title: `CloudFormation stack ${stacks.stacks[0]?.StackName} and its nested stacks`,
    sections: stacks.stacks.map(({ StackName, StackStatus }) => ({
      heading: `${paths.get(StackName!) ?? StackName}: ${StackStatus}`,
      widths: [30, 38, charactersAcross - 85, 17],
      columnNames: ['Logical ID', 'Type', 'Physical ID', 'Status'],
      rows: (resources.resources[StackName!] ?? []).map(resource => [
        shown(resource.LogicalResourceId),
        shown(resource.ResourceType),
        shown(resource.PhysicalResourceId),
        shown(resource.ResourceStatus),
      ]),
    })),
    footer: readingNote(stacks, resources),
  }
}

/** `root ▸ StorageStack`, by the stack's own name. */
function pathsOf(stacks: readonly Stack[], resources: ResourcesReading['resources']): Map<string, string> {
  const byId = new Map(stacks.map(stack => [stack.StackId, stack.StackName!]))
  const paths = new Map<string, string>()
  for (const { StackName, ParentId } of stacks) {
    const parent = ParentId ? byId.get(ParentId) : undefined
    const logicalId = Object.values(resources)
      .flat()
      .find(({ PhysicalResourceId }) => PhysicalResourceId && byId.get(PhysicalResourceId) === StackName)
    paths.set(
      StackName!,
      parent === undefined ? StackName! : `${paths.get(parent) ?? parent} ▸ ${logicalId?.LogicalResourceId}`,
    )
  }
  return paths
}
