import { digitOf } from '../../exercise/digits.ts'
import type { Criterion } from '../criterion.ts'
import { predictions } from './predictions.ts'

export const processing: Criterion = {
  id: '3.3',
  claim: 'The Consumer processes the contents: it runs an ONNX model, and the answer is right.',
  builtIn: ['functions/consumer/inference.ts', 'functions/consumer/predict.ts'],
  shownIn: ['report.json'],
  check: async (verification, { observed, expect }) => {
    const { first, second } = await predictions(verification)
    for (const { answer, sample } of [first, second]) {
      const { outputs } = answer.body
      const numbers: readonly number[] = outputs?.[0]?.data ?? []
      expect(numbers.length > 0 && numbers.every(Number.isFinite), 'The outputs are not finite numbers')
      if (numbers.length === 0) continue
      const predicted = digitOf(outputs)
      observed(
        'POST /predict',
        `an unseen ${sample.label} is read as ${predicted}, probability ${Math.max(...numbers)}`,
      )
      expect(predicted === sample.label, `The digit is ${sample.label} and was read as ${predicted}`)
    }
    const same = JSON.stringify(first.answer.body.outputs) === JSON.stringify(second.answer.body.outputs)
    expect(!same, 'Two different inputs have the same outputs')
  },
}
