import { randomBytes } from 'node:crypto'
import type { Criterion } from '../criterion.ts'
import { requireUsable } from '../lambda-function/usable-function.ts'
import { observe } from '../observer/observer.ts'
import { passingObject } from '../observer/passing-object.ts'

export const ingestAnswer: Criterion = {
  id: '2.8',
  claim: 'The answer to an ingest that succeeds has the file identifier and the file path.',
  builtIn: ['functions/producer/handler.ts'],
  shownIn: ['report.json'],
  check: async (verification, { observed, expect }) => {
    const observer = await observe(verification)
    await requireUsable(verification, 'producer')
    const content = randomBytes(3000)
    const there = passingObject(verification, 'inputs', 'answer')
    await observer.write(there.path, content)
    const made = passingObject(verification, 'inputs', 'answer')
    const requests = [
      { object: there, expected: 200, body: { key: there.key } },
      { object: made, expected: 201, body: { key: made.key, data: content.toString('base64'), encoding: 'base64' } },
    ]
    for (const { object, expected, body } of requests) {
      const answer = await verification.api.post('/ingest', body, verification.signal)
      observed('POST /ingest', `${answer.statusCode} ${JSON.stringify(answer.body)}`)
      // An ingest that fails because of S3 has no such answer. 2.3 judges whether an ingest succeeds.
      if (answer.body?.error === 'S3_UNAVAILABLE') continue
      expect(answer.statusCode === expected, `It was answered ${answer.statusCode}, not ${expected}`)
      const { fileId, efsPath } = answer.body ?? {}
      expect(typeof fileId === 'string' && fileId === object.fileId, `The fileId is ${fileId}, not ${object.fileId}`)
      expect(efsPath === `/mnt/efs/${object.path}`, `The efsPath is ${efsPath}, not /mnt/efs/${object.path}`)
      const [state] = await observer.stat(object.path)
      observed('the observer function', `/mnt/efs/${object.path}: ${state!.type}, ${state!.size} bytes`)
      expect(state!.type === 'file' && state!.size === content.length, `There is no such file at ${efsPath}`)
    }
  },
}
