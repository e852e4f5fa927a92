import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda'
import type { Criterion } from '../criterion.ts'
import { mustMountAccessPoint } from '../observer/mounted-access-point.ts'
import { observe } from '../observer/observer.ts'
import { predictions } from './predictions.ts'

export const consumerMount: Criterion = {
  id: '3.1',
  claim: 'The Consumer mounts the same EFS file system at /mnt/efs via the same access point.',
  builtIn: ['cloudformation/compute.yaml'],
  shownIn: ['lambda/consumer.json', 'lambda/consumer.png'],
  check: async (look, findings) => {
    const { saw, must } = findings
    const { producer, consumer } = look.system
    await mustMountAccessPoint(look, consumer.functionName, findings)
    const mounts = await Promise.all(
      [producer, consumer].map(async ({ functionName: FunctionName }) => {
        const { FileSystemConfigs } = await look.clients.lambda.send(
          new GetFunctionConfigurationCommand({ FunctionName }),
        )
        return FileSystemConfigs?.[0]?.Arn
      }),
    )
    must(mounts[0] === mounts[1], `The Producer mounts ${mounts[0]}, the Consumer ${mounts[1]}`)
    const { archived } = await predictions(look)
    const { efsPath } = archived.answer.body
    const [state] = await (await observe(look)).look(String(efsPath).replace('/mnt/efs/', ''))
    saw('POST /predict', `${archived.answer.statusCode}, efsPath ${efsPath}`)
    saw('the observer function', `${efsPath} on the shared file system: ${state!.type}, ${state!.size} bytes`)
    must(state!.type === 'file', `What the Consumer wrote at ${efsPath} is not on the shared file system`)
  },
}
