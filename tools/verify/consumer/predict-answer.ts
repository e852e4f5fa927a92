import type { Criterion } from '../criterion.ts'
import { predictions } from './predictions.ts'

export const predictAnswer: Criterion = {
  id: '3.7',
  claim: 'The answer is JSON with fileId, efsPath, optionally s3Key, and durationMs.',
  builtIn: ['functions/consumer/handler.ts'],
  shownIn: ['report.json'],
  check: async (verification, { observed, expect }) => {
    const { first, second } = await predictions(verification)
    for (const { answer, input } of [first, second]) {
      const { fileId, efsPath, s3Key, durationMs } = answer.body
      observed('POST /predict', `${answer.statusCode} ${JSON.stringify({ fileId, efsPath, s3Key, durationMs })}`)
      const type = String(answer.headers['content-type'])
      expect(type.startsWith('application/json'), `The content type is ${type}`)
      expect(fileId === input.fileId, `fileId is ${fileId}`)
      expect(efsPath === `/mnt/efs/outputs/${input.fileId}.result`, `efsPath is ${efsPath}`)
      expect(s3Key === undefined || s3Key === `outputs/${input.fileId}.result`, `s3Key is ${s3Key}`)
      expect(typeof durationMs === 'number' && durationMs >= 0, `durationMs is ${durationMs}`)
    }
  },
}
