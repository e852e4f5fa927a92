import { GetPolicyCommand } from '@aws-sdk/client-lambda'
import type { Criterion } from '../criterion.ts'
import type { Verification } from '../verification.ts'
import { postMethod, type Route, routes } from './deployed-route.ts'

export const lambdaProxy: Criterion = {
  id: '4.3',
  claim:
    'Both routes use Lambda proxy integration, and the functions let this API invoke them, each for its own route.',
  builtIn: ['cloudformation/api.yaml'],
  shownIn: ['cloudformation/events.json'],
  check: async (verification, { observed, expect }) => {
    for (const route of await routes(verification)) {
      const integration = (await postMethod(verification, route.path))?.integration
      observed('API Gateway GetIntegration', `POST ${route.path}: ${integration?.type} by ${integration?.httpMethod}`)
      expect(
        integration?.type === 'AWS_PROXY' && integration.httpMethod === 'POST',
        `POST ${route.path} is ${integration?.type} by ${integration?.httpMethod}, not AWS_PROXY by POST`,
      )
      const grants = await apiGatewayGrants(verification, route)
      observed('Lambda GetPolicy', `${route.functionName} lets API Gateway in for ${grants.join(', ') || 'nothing'}`)
      // A permission for one stage only also counts: it is narrower.
      const scoped = ['*', verification.system.outputs.StageName!].map(stage => sourceArn(verification, route, stage))
      expect(
        grants.some(grant => scoped.includes(grant)),
        `${route.functionName} does not let POST ${route.path} of ${verification.system.outputs.ApiId} invoke it`,
      )
      for (const grant of grants.filter(one => !scoped.includes(one))) {
        expect(false, `${route.functionName} lets more of API Gateway in: ${grant}`)
      }
    }
  },
}

function sourceArn({ system }: Verification, { path, functionArn }: Route, stage: string): string {
  const partition = functionArn.split(':')[1]
  return `arn:${partition}:execute-api:${system.region}:${system.accountId}:${system.outputs.ApiId}/${stage}/POST${path}`
}

/** The source ARNs for which API Gateway may invoke the function; `any source` when a statement names none. */
async function apiGatewayGrants({ clients }: Verification, { functionName }: Route): Promise<readonly string[]> {
  const { Policy = '{"Statement": []}' } = await clients.lambda
    .send(new GetPolicyCommand({ FunctionName: functionName }))
    .catch((error: unknown) => {
      // A function without any permission has no policy.
      if ((error as Error).name === 'ResourceNotFoundException') return { Policy: undefined }
      throw error
    })
  return JSON.parse(Policy)
    .Statement.filter(({ Effect, Principal }: any) => Effect === 'Allow' && admitsApiGateway(Principal))
    .map(({ Condition }: any) => Condition?.ArnLike?.['AWS:SourceArn'] ?? 'any source')
}

function admitsApiGateway(principal: any): boolean {
  return principal === '*' || principal?.AWS === '*' || principal?.Service === 'apigateway.amazonaws.com'
}
