import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda'
import { readExecutions } from '../consumer/parallel-execution.ts'
import type { Criterion } from '../criterion.ts'
import { retireEnvironments } from '../lambda-function/temporary-configuration.ts'
import { observe } from '../observer/observer.ts'
import { firstAnswerOf } from './first-answer.ts'
import { packageLimit } from './larger-than-a-package.ts'
import { seededModel } from './seeded-model.ts'

/** New environments at once. Each loads the whole model, and on a local AWS all of them share one machine's memory. */
export const burst = 4

export const storedOnce: Criterion = {
  id: 'C2',
  claim: 'A model is stored once: all environments of a burst, and another function, read the one copy on EFS.',
  builtIn: ['functions/consumer/model-cache.ts', 'cloudformation/storage.yaml'],
  shownIn: [],
  check: async (verification, { observed, expect }) => {
    const { model, path, sha256, bytes, predictions } = await seededModel(verification)
    const observer = await observe(verification)
    const before = await observer.list('models')
    const { functionName } = verification.system.consumer
    await retireEnvironments(verification, functionName)
    const since = new Date()
    const request = { fileId: predictions[0]!.fileId, model }
    // A first answer may be 504 while the model is loading: then the same environment answers the next call.
    const answers = await Promise.all(Array.from({ length: burst }, () => firstAnswerOf(verification, request)))
    const hashes = [...new Set(answers.map(({ answer }) => String(answer.body.modelSha256)))]
    observed(`${burst} × POST /predict at once`, `all answered 200; model SHA-256 ${hashes.join(', ')}`)
    expect(hashes.length === 1 && hashes[0] === sha256, `They did not all read the model ${sha256}`)

    const requestIds = answers.map(({ answer }) => String(answer.requestId))
    const environments = new Set((await readExecutions(verification, requestIds, since)).map(one => one.environment))
      .size
    const source = 'CloudWatch Logs FilterLogEvents (platform.start, platform.report)'
    observed(source, `they ran in ${environments} environments, all made after the configuration was changed`)
    expect(environments >= 2, `They ran in ${environments} environments, which is no burst`)

    const seen = await observer.hash(path)
    observed('the observer function', `/mnt/efs/${path}: ${seen.file.size} bytes, SHA-256 ${seen.sha256}`)
    expect(seen.sha256 === sha256, 'Another function reads other bytes at the model’s path')
    const added = (await observer.list('models')).filter(name => !before.includes(name))
    observed('the observer function', `files that the burst added to /mnt/efs/models: ${added.length}`)
    expect(added.length === 0, `The burst made copies: ${added.join(', ')}`)

    // The package of a function might hold a smaller model, which would then show nothing.
    if (bytes <= packageLimit) return
    for (const { functionName: FunctionName } of [verification.system.producer, verification.system.consumer]) {
      const { CodeSize = 0 } = await verification.clients.lambda.send(
        new GetFunctionConfigurationCommand({ FunctionName }),
      )
      observed('Lambda GetFunctionConfiguration', `the package of ${FunctionName} has ${CodeSize} bytes`)
      expect(CodeSize < bytes, `The package of ${FunctionName} is large enough to hold the model`)
    }
  },
}
