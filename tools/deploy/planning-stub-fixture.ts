import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import type { Test } from 'tap'

export interface PlanningStub {
  readonly client: CloudFormationClient
  /** Names of the operations that were called, CreateChangeSet with its type and `nested` or `root`. */
  readonly calls: readonly string[]
}

const stackId = 'arn:aws:cloudformation:us-east-1:123456789012:stack/demo/1'

/**
 * A CloudFormation that only plans, for tests of what follows a refusal. A plan fails with the sentence that `refusal`
 * returns, as AWS's plans do: the call succeeds, and the change set becomes FAILED.
 */
export async function planningStub(
  t: Test,
  refusal: (plan: { readonly nested: boolean }) => string | undefined,
): Promise<PlanningStub> {
  const calls: string[] = []
  let reason: string | undefined
  const answers: Record<string, (form: URLSearchParams) => string> = {
    CreateChangeSet: form => {
      const nested = form.get('IncludeNestedStacks') === 'true'
      calls[calls.length - 1] = `CreateChangeSet ${form.get('ChangeSetType')} ${nested ? 'nested' : 'root'}`
      reason = refusal({ nested })
      return `<Id>arn:aws:cloudformation:us-east-1:123456789012:changeSet/d/1</Id><StackId>${stackId}</StackId>`
    },
    DescribeChangeSet: () =>
      `<StackId>${stackId}</StackId><Status>${reason === undefined ? 'CREATE_COMPLETE' : 'FAILED'}</Status>` +
      `<StatusReason>${reason ?? ''}</StatusReason>`,
    DescribeStacks: () =>
      `<Stacks><member><StackName>demo</StackName><StackId>${stackId}</StackId><StackStatus>REVIEW_IN_PROGRESS` +
      '</StackStatus><CreationTime>2026-01-01T00:00:00Z</CreationTime></member></Stacks>',
  }
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const form = new URLSearchParams(body)
    const action = form.get('Action')!
    calls.push(action)
    const result = answers[action]?.(form) ?? ''
    response.end(`<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`)
  })
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve))
  const client = new CloudFormationClient({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  })
  t.teardown(() => {
    client.destroy()
    server.closeAllConnections()
    server.close()
  })
  return { client, calls }
}
