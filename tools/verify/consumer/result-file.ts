import type { Criterion } from '../criterion.ts'
import { observe } from '../observer/observer.ts'
import { predictions } from './predictions.ts'

export const resultFile: Criterion = {
  id: '3.4',
  claim: 'The Consumer writes the result to /mnt/efs/outputs/{fileId}.result.',
  builtIn: ['functions/consumer/shared-file-system/shared-file-system.ts'],
  shownIn: ['report.json'],
  check: async (verification, { observed, expect }) => {
    const observer = await observe(verification)
    const { first, model, modelSha256 } = await predictions(verification)
    const { fileId, outputs, efsPath, inputSha256 } = first.answer.body
    const path = `outputs/${first.input.fileId}.result`
    expect(efsPath === `/mnt/efs/${path}`, `The answer places the result at ${efsPath}`)
    const { content, sha256, size } = await observer.read(path)
    observed('the observer function', `/mnt/efs/${path}: ${size} bytes, SHA-256 ${sha256}`)
    const result = JSON.parse(content)
    expect(result.id === fileId, `The result is of ${result.id}`)
    expect(JSON.stringify(result.outputs) === JSON.stringify(outputs), 'The outputs in the file are not those answered')
    expect(result.parameters?.inputSha256 === inputSha256, 'The result names another input')
    expect(
      result.parameters?.modelSha256 === modelSha256,
      `The result names the model ${result.parameters?.modelSha256}, and ${model} is ${modelSha256}`,
    )
  },
}
