import { CommandError } from '../command/command-error.ts'
import { artifactsBucketName } from '../deploy/names.ts'
import { commandLine } from '../deploy/prefix.ts'
import type { Resource } from '../destroy/resource.ts'
import { existingTaggedResources } from '../destroy/tagged-resources.ts'
import { type Finding, ok, orUnknown, type Plan } from './finding.ts'

/** Finds resources that an earlier deployment has left, by their tags: their names need not collide with a new stack's. */
export async function checkLeftovers({ connection, prefix }: Plan): Promise<Finding[]> {
  const check = 'leftovers'
  return orUnknown(check, async () => {
    // The next deployment uses it.
    const used = artifactsBucketName(prefix, connection)
    let found: readonly Resource[]
    try {
      found = (await existingTaggedResources(connection, prefix)).filter(({ id }) => id !== used)
    } catch (error) {
      // For example, a bucket with the tag refuses the call. The check of its name says what to do.
      if (!(error instanceof CommandError)) throw error
      return [{ check, outcome: 'unknown', sentence: error.message, nextStep: error.nextStep }]
    }
    if (found.length === 0) return [ok(check, 'nothing has the tags of an earlier deployment')]
    const names = found.map(({ type, id }) => `${type} ${id}`).join(', ')
    const nextStep = `It may cost something. Remove it: \`${commandLine('destroy', prefix)}\`.`
    return [{ check, outcome: 'warning', sentence: `Left by an earlier deployment: ${names}.`, nextStep }]
  })
}
