import type { Criterion } from '../criterion.ts'
import { retireEnvironments } from '../lambda-function/temporary-configuration.ts'
import { observe } from '../observer/observer.ts'
import { firstAnswerOf } from './first-answer.ts'
import { seededModel } from './seeded-model.ts'

export const outlivesEnvironments: Criterion = {
  id: 'C4',
  claim:
    'A function forgets when its environment ends, and the disk does not: result and model are there for the next.',
  builtIn: ['functions/consumer/shared-file-system', 'cloudformation/storage.yaml'],
  shownIn: ['efs/access-point.json'],
  check: async (verification, { observed, expect }) => {
    const { model, sha256, predictions } = await seededModel(verification)
    const { fileId } = predictions[0]!
    const result = `outputs/${fileId}.result`
    const observer = await observe(verification)
    await firstAnswerOf(verification, { fileId, model })
    const [written] = await observer.stat(result)
    observed('the observer function', `/mnt/efs/${result}, written by an environment: ${written!.type}`)
    expect(written!.type === 'file', `/mnt/efs/${result} is not on the shared file system`)
    await retireEnvironments(verification, verification.system.consumer.functionName)
    const [kept] = await observer.stat(result)
    observed(
      'the observer function',
      `the same after all environments were retired: ${kept!.type}, ${kept!.size} bytes`,
    )
    expect(kept!.type === 'file' && kept!.size === written!.size, 'The result went with the environments')
    const { answer } = await firstAnswerOf(verification, { fileId, model })
    const start = answer.body.coldStart ? 'a new environment' : 'an environment that had answered before'
    observed('POST /predict', `${start} read the model SHA-256 ${answer.body.modelSha256}, without an upload`)
    expect(answer.body.modelSha256 === sha256, 'A later environment reads another model')
  },
}
