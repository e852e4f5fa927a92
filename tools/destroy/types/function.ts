import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  ListTagsCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-lambda'
import type { AwsConnection } from '../../command/aws-connection.ts'
import { comparisonFunctionNames, functionNames, observerName } from '../../deploy/names.ts'
import { hasStackTagsByName } from '../../stack/stack-tags.ts'
import { hasObserver } from '../observer-removal.ts'
import { unlessMissing } from './existence.ts'
import type { RemovableType, Sighting } from './removable-type.ts'

export const lambdaFunction: RemovableType = {
  type: 'AWS::Lambda::Function',
  arn: { service: 'lambda', resource: /^function:([^:]+)/ },
  isThere: async (connection, name) => (await findFunction(connection, name)) !== undefined,
  commands: ({ id }) => [['lambda', 'delete-function', '--function-name', id]],
  findByName: async ({ connection, prefix }) => {
    const found: Sighting[] = []
    for (const id of [...functionNames(prefix), ...comparisonFunctionNames(prefix)]) {
      const tags = await tagsOf(connection, id)
      if (tags) found.push({ id, ours: hasStackTagsByName(tags, prefix) })
    }
    const observer = { id: observerName(prefix), ours: true }
    return (await hasObserver(connection, prefix)) ? [...found, observer] : found
  },
}

function findFunction({ clients }: AwsConnection, FunctionName: string) {
  const request = new GetFunctionConfigurationCommand({ FunctionName })
  return unlessMissing(ResourceNotFoundException, () => clients.get(LambdaClient).send(request))
}

/** Returns undefined if there is no such function. */
async function tagsOf(connection: AwsConnection, name: string): Promise<Record<string, string> | undefined> {
  const Resource = (await findFunction(connection, name))?.FunctionArn
  if (!Resource) return undefined
  const request = new ListTagsCommand({ Resource })
  const client = connection.clients.get(LambdaClient)
  const answer = await unlessMissing(ResourceNotFoundException, () => client.send(request))
  return answer && (answer.Tags ?? {})
}
