import type { Found } from './types/removable-type.ts'
import { removableType } from './types/removable-types.ts'

/** The AWS CLI commands that remove a resource, in order. None for a type that destroy does not know. */
export function cliCommands(found: Found, region: string): string[] {
  const commands = removableType(found.type)?.commands(found) ?? []
  const lines = commands.map(words => ['aws', ...words, '--region', region].map(quoted).join(' '))
  return found.hasVersions ? [emptying(found.id, region), ...lines] : lines
}

/**
 * Removes every version and delete marker, some at a time, so that a page stays below what a shell takes as one word;
 * ends when there is none, or one is refused, of which delete-objects tells in its answer alone
 * (docs.aws.amazon.com/cli/latest/reference/s3api/list-object-versions.html, delete-objects.html).
 */
function emptying(bucket: string, region: string): string {
  const place = `--bucket ${quoted(bucket)} --region ${quoted(region)}`
  const list =
    `aws s3api list-object-versions ${place} --no-paginate --max-keys 100 ` +
    `--query '[Versions, DeleteMarkers][].{Key: Key, VersionId: VersionId}' --output json`
  const remove =
    `aws s3api delete-objects ${place} --delete "{\\"Objects\\": $VERSIONS, \\"Quiet\\": true}" ` +
    `--query 'Errors[0].Code' --output text`
  return `while VERSIONS=$(${list}) && [ "$VERSIONS" != '[]' ] && [ "$(${remove})" = None ]; do :; done`
}

/** As a POSIX shell takes it. */
function quoted(word: string): string {
  return /^[\w./:@=+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
