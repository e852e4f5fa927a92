import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda'
import type { Verification } from '../verification.ts'

export interface FunctionNetwork {
  readonly functionName: string
  readonly subnetIds: readonly string[]
  readonly securityGroupIds: readonly string[]
}

/** The networks of the functions, read from their own configuration rather than from the stack's outputs. */
export function functionNetworks({ clients, system }: Verification): Promise<readonly FunctionNetwork[]> {
  return Promise.all(
    [system.producer, system.consumer].map(async ({ functionName }) => {
      const { VpcConfig } = await clients.lambda.send(
        new GetFunctionConfigurationCommand({ FunctionName: functionName }),
      )
      return {
        functionName,
        subnetIds: VpcConfig?.SubnetIds ?? [],
        securityGroupIds: VpcConfig?.SecurityGroupIds ?? [],
      }
    }),
  )
}
