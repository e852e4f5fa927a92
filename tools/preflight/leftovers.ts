import { CommandError } from '../command/command-error.ts'
import { artifactsBucketName } from '../deploy/names.ts'
import { commandLine } from '../deploy/prefix.ts'
import type { Resource } from '../destroy/resource.ts'
import { existingTaggedResources } from '../destroy/tagged-resources.ts'
import { type Finding, ok, orUnknown, type Plan } from './finding.ts'

/** Looks for what an earlier deployment has left, by tag. With names of its own, CloudFormation would not stumble over it. */
export async function checkLeftovers({ connection, prefix }: Plan): Promise<Finding[]> {
  const check = 'leftovers'
  return orUnknown(check, async () => {
    // The next deployment uses it.
    const used = artifactsBucketName(prefix, connection)
    let found: readonly Resource[]
    try {
      found = (await existingTaggedResources(connection, prefix)).filter(({ id }) => id !== used)
    } catch (error) {
      // A bucket of that tag that refuses us, for example. The check of its name says what to do.
      if (!(error instanceof CommandError)) throw error
      return [{ check, outcome: 'unknown', sentence: error.message, nextStep: error.nextStep }]
    }
    if (found.length === 0) return [ok(check, 'nothing has the tags of an earlier deployment')]
    const names = found.map(({ type, id }) => `${type} ${id}`).join(', ')
    const nextStep = `It may cost something. Remove it: \`${commandLine('destroy', prefix)}\`.`
    return [{ check, outcome: 'warning', sentence: `Left of an earlier deployment: ${names}.`, nextStep }]
  })
}
