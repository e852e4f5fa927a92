import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda'
import type { Findings } from '../criterion.ts'
import type { Verification } from '../verification.ts'

/** Requires that the function is ready and mounts exactly the access point of the outputs, at /mnt/efs. */
export async function mustMountAccessPoint(
  { clients, system }: Verification,
  FunctionName: string,
  { observed, expect }: Findings,
): Promise<void> {
  const { FileSystemConfigs = [], State } = await clients.lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName }),
  )
  const mounts = FileSystemConfigs.map(({ Arn, LocalMountPath }) => `${Arn} at ${LocalMountPath}`)
  observed('Lambda GetFunctionConfiguration', `${FunctionName} (${State}) mounts ${mounts.join(', ') || 'nothing'}`)
  expect(State === 'Active', `${FunctionName} is ${State}, not Active`)
  const [only] = FileSystemConfigs
  expect(
    FileSystemConfigs.length === 1 &&
      only!.Arn === system.outputs.AccessPointArn &&
      only!.LocalMountPath === '/mnt/efs',
    `${FunctionName} does not mount ${system.outputs.AccessPointArn} at /mnt/efs`,
  )
}
