import type { IntegrationResponse, PutIntegrationResponseRequest } from '@aws-sdk/client-api-gateway'
import { AwsError } from '../../../aws-error.ts'
import { checkLiteralParameters } from '../literal-parameters.ts'
import type { Operation } from '../operation.ts'
import { onPath } from '../permissions.ts'
import { checkSelectionPattern } from '../selection-pattern.ts'

// A header may be set only if the method's response of that status declares it.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html
export const putIntegrationResponse: Operation<PutIntegrationResponseRequest, IntegrationResponse> = {
  honours: [
    'httpMethod',
    'resourceId',
    'responseParameters',
    'responseTemplates',
    'restApiId',
    'selectionPattern',
    'statusCode',
  ],
  permissions: onPath,
  run: (input, { account }) => {
    const method = account.apiGateway.method(input.restApiId!, input.resourceId!, input.httpMethod!)
    const integration = method.methodIntegration
    if (!integration) throw new AwsError('NotFoundException', 'Invalid Integration identifier specified', 404)
    const statusCode = input.statusCode!
    checkSelectionPattern(input.selectionPattern)
    const declared = method.methodResponses?.[statusCode]
    if (!declared) throw new AwsError('NotFoundException', 'Invalid Response status code specified', 404)
    for (const name of Object.keys(input.responseParameters ?? {})) {
      if (!(name in (declared.responseParameters ?? {}))) {
        throw new AwsError(
          'BadRequestException',
          `Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: ${name}]`,
        )
      }
    }
    checkLiteralParameters(input.responseParameters)
    const response: IntegrationResponse = {
      statusCode,
      ...(input.selectionPattern && { selectionPattern: input.selectionPattern }),
      responseParameters: input.responseParameters,
      responseTemplates: input.responseTemplates,
    }
    integration.integrationResponses = { ...integration.integrationResponses, [statusCode]: response }
    return response
  },
}
