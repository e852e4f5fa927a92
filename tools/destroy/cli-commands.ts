import type { Found } from './types/removable-type.ts'
import { removableType } from './types/removable-types.ts'

/**
 * Returns the AWS CLI commands that remove a resource, in order. Returns none for a type that destroy does not know.
 */
export function cliCommands(found: Found, region: string): string[] {
  const commands = removableType(found.type)?.commands(found) ?? []
  const lines = commands.map(words => ['aws', ...words, '--region', region].map(quoted).join(' '))
  return found.hasVersions ? [emptying(found.id, region), ...lines] : lines
}

/**
 * Returns a command that removes every version and delete marker. It removes some at a time, so that a page fits the
 * maximum length of one shell word. It ends when there is none, or when one is refused, which delete-objects reports
 * only in its answer (docs.aws.amazon.com/cli/latest/reference/s3api/list-object-versions.html, delete-objects.html).
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

/** Quotes a word for a POSIX shell. */
function quoted(word: string): string {
  return /^[\w./:@=+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
