import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda'
import type { Criterion } from '../criterion.ts'
import { firstAnswer, requireUsable } from '../lambda-function/usable-function.ts'
import { mustMountAccessPoint } from '../observer/mounted-access-point.ts'
import { observe } from '../observer/observer.ts'
import { predictions } from './predictions.ts'

export const consumerMount: Criterion = {
  id: '3.1',
  claim: 'The Consumer mounts the same EFS file system at /mnt/efs via the same access point, during initialization.',
  builtIn: ['cloudformation/compute.yaml'],
  shownIn: ['lambda/consumer.json', 'lambda/consumer.png'],
  check: async (verification, findings) => {
    const { observed, expect } = findings
    const { producer, consumer } = verification.system
    await mustMountAccessPoint(verification, consumer.functionName, findings)
    // 2.1 checks that the Producer mounts the access point of the outputs.
    const mounts = await Promise.all(
      [producer, consumer].map(async ({ functionName: FunctionName }) => {
        const { FileSystemConfigs } = await verification.clients.lambda.send(
          new GetFunctionConfigurationCommand({ FunctionName }),
        )
        return FileSystemConfigs?.[0]?.Arn
      }),
    )
    observed('Lambda GetFunctionConfiguration', `the Producer mounts ${mounts[0]}, the Consumer ${mounts[1]}`)
    await requireUsable(verification, 'consumer')
    const { statusCode, body, requestId } = await firstAnswer(verification, 'consumer')
    observed(
      `${verification.undisturbed ? '' : 'Lambda UpdateFunctionConfiguration (every environment is retired; restored), then '}POST /predict of a file that is nowhere`,
      `${verification.undisturbed ? 'an environment' : 'a new environment is initialized and'} reads EFS: ${statusCode} ${body?.error}, request ${requestId}`,
    )
    const { first } = await predictions(verification)
    const { efsPath } = first.answer.body
    const [state] = await (await observe(verification)).stat(String(efsPath).replace('/mnt/efs/', ''))
    observed('POST /predict', `${first.answer.statusCode}, efsPath ${efsPath}`)
    observed('the observer function', `${efsPath} on the shared file system: ${state!.type}, ${state!.size} bytes`)
    expect(state!.type === 'file', `The Consumer's result at ${efsPath} is not on the shared file system`)
  },
}
