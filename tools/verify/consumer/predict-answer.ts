import type { Criterion } from '../criterion.ts'
import { predictions } from './predictions.ts'

export const predictAnswer: Criterion = {
  id: '3.7',
  claim: 'The answer is JSON with fileId, efsPath, optionally s3Key, and durationMs.',
  builtIn: ['functions/consumer/handler.ts'],
  shownIn: ['report.json'],
  check: async (verification, { saw, must }) => {
    const { first, second } = await predictions(verification)
    for (const { answer, input } of [first, second]) {
      const { fileId, efsPath, s3Key, durationMs } = answer.body
      saw('POST /predict', `${answer.statusCode} ${JSON.stringify({ fileId, efsPath, s3Key, durationMs })}`)
      const type = String(answer.headers['content-type'])
      must(type.startsWith('application/json'), `The content type is ${type}`)
      must(fileId === input.fileId, `fileId is ${fileId}`)
      must(efsPath === `/mnt/efs/outputs/${input.fileId}.result`, `efsPath is ${efsPath}`)
      must(s3Key === undefined || s3Key === `outputs/${input.fileId}.result`, `s3Key is ${s3Key}`)
      must(typeof durationMs === 'number' && durationMs >= 0, `durationMs is ${durationMs}`)
    }
  },
}
