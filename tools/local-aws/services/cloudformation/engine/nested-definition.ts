import { randomUUID } from 'node:crypto'
import { AwsError } from '../../../aws-error.ts'
import { definitionFrom } from '../definition.ts'
import type { Account } from '../operation.ts'
import type { Clients } from '../resources/clients.ts'
import type { Properties } from '../resources/resource-type.ts'
import type { Definition } from '../stack.ts'
import { readTemplate } from '../template-source.ts'
import { EngineFailure } from './status-reason.ts'

export interface Reader {
  readonly account: Account
  readonly clients: Clients
}

/**
 * The definition of a nested stack. Its template is read with the permissions of the deployment; it inherits the
 * capabilities and the tags of its parent.
 */
export async function nestedDefinition(
  { account, clients }: Reader,
  parent: Definition,
  { TemplateURL, Parameters = {}, Tags = [] }: Properties,
  previous?: Definition,
): Promise<Definition> {
  try {
    return definitionFrom({
      account,
      templateBody: await readTemplate({ TemplateURL }, clients, account.endpoint),
      parameters: Object.entries(Parameters).map(([ParameterKey, value]) => ({
        ParameterKey,
        ParameterValue: String(value),
      })),
      previous,
      tags: [...parent.tags, ...Tags],
      capabilities: parent.capabilities,
    })
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    throw new EngineFailure(asNestedReason(error), { cause: error })
  }
}

/** If the child's own CreateStack or UpdateStack is refused, the parent's event has this older wording. */
function asNestedReason({ message, statusCode, code }: AwsError): string {
  const details = `Service: AmazonCloudFormation; Status Code: ${statusCode}; Error Code: ${code}`
  return `${message} (${details}; Request ID: ${randomUUID()}; Proxy: null)`
}
