import { findLogGroups, logGroupsByOwner } from '../log-groups.ts'
import type { RemovableType } from './removable-type.ts'

export const logGroup: RemovableType = {
  type: 'AWS::Logs::LogGroup',
  arn: { service: 'logs', resource: /^log-group:([^:]+)/ },
  isThere: async (connection, name) => (await findLogGroups(connection, [name])).length > 0,
  commands: ({ id }) => [['logs', 'delete-log-group', '--log-group-name', id]],
  findByName: ({ connection, logGroups }) => logGroupsByOwner(connection, logGroups),
}
