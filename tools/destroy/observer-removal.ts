import {
  DeleteFunctionCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  ResourceNotFoundException,
} from '@aws-sdk/client-lambda'
import type { AwsConnection } from '../command/aws-connection.ts'
import { functionLogGroup, observerDescription, observerName } from '../deploy/names.ts'

/**
 * Whether the temporary function of `npm run verify` exists. It is not in the stack. It shares the network interfaces
 * of the Consumer, which Lambda keeps while any function uses them
 * (docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html), so it must be removed before the subnets.
 */
export async function hasObserver(connection: AwsConnection, prefix: string): Promise<boolean> {
  const client = connection.clients.get(LambdaClient)
  const request = new GetFunctionConfigurationCommand({ FunctionName: observerName(prefix) })
  try {
    // A function of that name that verify has not made is not ours to remove.
    return (await client.send(request)).Description === observerDescription
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return false
    throw error
  }
}

export async function removeObserver(connection: AwsConnection, prefix: string): Promise<void> {
  const client = connection.clients.get(LambdaClient)
  const request = new DeleteFunctionCommand({ FunctionName: observerName(prefix) })
  try {
    await client.send(request)
  } catch (error) {
    // A verification that ends at this moment removes it too.
    if (!(error instanceof ResourceNotFoundException)) throw error
  }
}

/** Lambda's default name. The Consumer's role may not create the group, but the function may have had another role. */
export function observerLogGroup(prefix: string): string {
  return functionLogGroup(observerName(prefix))
}
