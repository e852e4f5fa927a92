import type { Criterion } from '../criterion.ts'
import { predictions } from './predictions.ts'

export const readFile: Criterion = {
  id: '3.2',
  claim: 'Invoked with a file identifier and a model name, the Consumer reads that file from EFS.',
  builtIn: ['functions/consumer/shared-file-system/input-file.ts'],
  shownIn: ['report.json'],
  check: async (verification, { observed, expect }) => {
    const { first, second, model } = await predictions(verification)
    for (const { answer, givenSha256, input } of [first, second]) {
      const { inputSha256, fileId } = answer.body
      observed('POST /predict', `fileId ${fileId}, model ${model}: read SHA-256 ${inputSha256}`)
      expect(inputSha256 === givenSha256, `The Consumer read SHA-256 ${inputSha256}, and ${givenSha256} was put there`)
      expect(fileId === input.fileId, `The answer is about ${fileId}, not ${input.fileId}`)
    }
  },
}
