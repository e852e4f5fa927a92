import type { Permission } from '../../iam/permission.ts'
import type { Call } from './operation.ts'

/**
 * Actions on a group are checked against `log-group:NAME:*`, actions on a stream against
 * `log-group:NAME:log-stream:STREAM`.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
 */
export function onGroup({ account }: Call, action: string, nameOrArn: string | undefined): Permission {
  return { action: `logs:${action}`, resource: `${account.logs.arn(groupName(nameOrArn))}:*` }
}

export function onStream(
  { account }: Call,
  action: string,
  group: string | undefined,
  stream: string | undefined,
): Permission {
  return { action: `logs:${action}`, resource: `${account.logs.arn(groupName(group))}:log-stream:${stream ?? '*'}` }
}

function groupName(nameOrArn: string | undefined): string {
  return (nameOrArn ?? '').replace(/^arn:.*?:log-group:/, '').replace(/:\*$/, '')
}
