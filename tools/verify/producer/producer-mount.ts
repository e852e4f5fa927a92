import { randomBytes } from 'node:crypto'
import type { Criterion } from '../criterion.ts'
import { firstAnswer, requireUsable } from '../lambda-function/usable-function.ts'
import { mustMountAccessPoint } from '../observer/mounted-access-point.ts'
import { observe } from '../observer/observer.ts'
import { passingObject } from '../observer/passing-object.ts'

export const producerMount: Criterion = {
  id: '2.1',
  claim: 'The Producer mounts the EFS file system at /mnt/efs during initialization.',
  builtIn: ['cloudformation/compute.yaml'],
  shownIn: ['lambda/producer.json', 'lambda/producer.png'],
  check: async (verification, findings) => {
    const { observed, expect } = findings
    const { functionName } = verification.system.producer
    await mustMountAccessPoint(verification, functionName, findings)
    await requireUsable(verification, 'producer')
    // The Producer reads EFS before it asks S3, so any answer but EFS_UNAVAILABLE shows a mount, whatever S3 says.
    const { statusCode, body, requestId } = await firstAnswer(verification, 'producer')
    observed(
      `${verification.undisturbed ? '' : 'Lambda UpdateFunctionConfiguration (every environment is retired; restored), then '}POST /ingest of a key that is nowhere`,
      `${verification.undisturbed ? 'an environment' : 'a new environment is initialized and'} reads EFS: ${statusCode} ${body?.error}, request ${requestId}`,
    )
    const observer = await observe(verification)
    const object = passingObject(verification, 'inputs', 'mount')
    const file = await observer.write(object.path, randomBytes(3000))
    observed('the observer function', `wrote /mnt/efs/${object.path}, ${file.size} bytes`)
    const answer = await verification.api.post('/ingest', { key: object.key }, verification.signal)
    const { status, efsPath, bytes } = answer.body ?? {}
    observed('POST /ingest of that key', `${answer.statusCode} ${status}, ${bytes} bytes at ${efsPath}`)
    expect(
      answer.statusCode === 200 && status === 'exists' && bytes === file.size,
      `The Producer does not find the file at /mnt/efs/${object.path}: ${answer.statusCode} ${JSON.stringify(answer.body)}`,
    )
    expect(efsPath === `/mnt/efs/${object.path}`, `The Producer says that it has its files at ${efsPath}`)
  },
}
