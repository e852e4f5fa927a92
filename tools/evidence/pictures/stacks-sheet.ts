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

/** The stacks on the first page, by their logical IDs in the root; the root is above them. */
const firstPage = ['NetworkStack', 'StorageStack']

/**
 * The root and its nested stacks, each with its resources, on two pages that each fit a sheet of paper. A stack is
 * named by its path. As a resource it has the name that its ARN contains, which says as much.
 */
export function stacksSheets(stacks: StacksReading, resources: ResourcesReading): readonly [Sheet, Sheet] {
  const paths = pathsOf(stacks.stacks, resources.resources)
  const names = new Map(stacks.stacks.map(({ StackId, StackName }) => [StackId, StackName]))
  const isFirst = ({ StackName, ParentId }: Stack) =>
    ParentId === undefined || firstPage.some(logicalId => paths.get(StackName!)?.endsWith(` ▸ ${logicalId}`))
  const page = (number: number, shownStacks: readonly Stack[]): Sheet => ({
    title: `CloudFormation stack ${stacks.stacks[0]?.StackName} and its nested stacks, ${number} of 2`,
    sections: shownStacks.map(({ StackName, StackStatus }) => ({
      heading: `${paths.get(StackName!) ?? StackName}: ${StackStatus}`,
      widths: [30, 34, charactersAcross - 81, 17],
      columnNames: ['Logical ID', 'Type', 'Physical ID', 'Status'],
      rows: (resources.resources[StackName!] ?? []).map(resource => [
        shown(resource.LogicalResourceId),
        shown(resource.ResourceType),
        shown(names.get(resource.PhysicalResourceId) ?? resource.PhysicalResourceId),
        shown(resource.ResourceStatus),
      ]),
    })),
    footer: readingNote(stacks, resources),
  })
  return [
    page(1, stacks.stacks.filter(isFirst)),
    page(
      2,
      stacks.stacks.filter(stack => !isFirst(stack)),
    ),
  ]
}

/** Paths such as `root ▸ StorageStack`, by the stack's own name. */
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
