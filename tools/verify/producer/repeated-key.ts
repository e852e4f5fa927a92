import { randomBytes } from 'node:crypto'
import type { Criterion } from '../criterion.ts'
import { requireUsable } from '../lambda-function/usable-function.ts'
import { observe } from '../observer/observer.ts'
import { passingObject } from '../observer/passing-object.ts'

export const repeatedKey: Criterion = {
  id: '2.7',
  claim: 'A key of which a file exists on EFS is answered 200 with the existing file identifier; nothing is written.',
  builtIn: ['functions/producer/ingest.ts'],
  shownIn: ['report.json', 'logs/producer.ndjson'],
  check: async (verification, { observed, expect }) => {
    const observer = await observe(verification)
    await requireUsable(verification, 'producer')
    // The observer puts the file there, because S3 has no part in the claim.
    const object = passingObject(verification, 'inputs', 'there')
    const before = await observer.write(object.path, randomBytes(3000))
    observed('the observer function', `wrote /mnt/efs/${object.path}: inode ${before.ino}, ${before.size} bytes`)
    for (const [what, body] of [
      ['its key', { key: object.key }],
      ['its key and other data', { key: object.key, data: 'other data' }],
    ] as const) {
      const { statusCode, body: answer } = await verification.api.post('/ingest', body, verification.signal)
      const [after] = await observer.stat(object.path)
      observed(
        `POST /ingest with ${what}`,
        `${statusCode} ${answer?.status ?? answer?.error}, fileId ${answer?.fileId}`,
      )
      observed('the observer function', `after it ${after!.type}, inode ${after!.ino}, ${after!.size} bytes`)
      expect(statusCode === 200, `The same key again was answered ${statusCode}`)
      expect(answer?.fileId === object.fileId, `The same key has another fileId: ${answer?.fileId}`)
      expect(answer?.status === 'exists', `The status is ${answer?.status}, not exists`)
      const same = before.ino === after!.ino && before.mtimeMs === after!.mtimeMs && before.size === after!.size
      expect(after!.type === 'file' && same, 'The file was written again')
    }
  },
}
