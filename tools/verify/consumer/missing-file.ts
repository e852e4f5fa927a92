import { randomUUID } from 'node:crypto'
import type { Criterion } from '../criterion.ts'
import { requireUsable } from '../lambda-function/usable-function.ts'

export const missingFile: Criterion = {
  id: '3.8',
  claim: 'For a file that is not on EFS the Consumer answers 404 with error NOT_FOUND and the fileId.',
  builtIn: ['functions/consumer/shared-file-system/input-file.ts'],
  shownIn: ['report.json'],
  check: async (verification, { observed, expect }) => {
    await requireUsable(verification, 'consumer')
    const fileId = `verify-none-${randomUUID()}`
    const { statusCode, body } = await verification.api.post(
      '/predict',
      { fileId, model: 'digits' },
      verification.signal,
    )
    observed('POST /predict', `${statusCode} ${JSON.stringify(body)}`)
    expect(statusCode === 404, `The status is ${statusCode}`)
    expect(body?.error === 'NOT_FOUND', `The error is ${body?.error}`)
    expect(body?.fileId === fileId, `The fileId is ${body?.fileId}`)
  },
}
