import { randomUUID } from 'node:crypto'
import type { Criterion } from '../criterion.ts'
import { requireUsable } from '../lambda-function/usable-function.ts'
import { withConfiguration } from '../lambda-function/temporary-configuration.ts'
import { observe } from '../observer/observer.ts'
import { ownFolder } from '../observer/observer-contract.ts'
import { passingObject } from '../observer/passing-object.ts'

const folderNames = ['models', 'inputs', 'outputs']

export const folders: Criterion = {
  id: '2.2',
  claim: 'The Producer creates /mnt/efs/models/, /mnt/efs/inputs/ and /mnt/efs/outputs/ where they do not exist.',
  builtIn: ['functions/working-set/folders.ts'],
  shownIn: [],
  check: async (verification, { observed, expect }) => {
    const observer = await observe(verification)
    await requireUsable(verification, 'producer')
    const { functionName } = verification.system.producer
    const ingest = (key: string) => verification.api.post('/ingest', { key, data: 'a first file' }, verification.signal)

    // The check leaves the live folders alone and gives the Producer an empty folder as its working set for a moment.
    const empty = `${ownFolder}${randomUUID()}`
    await observer.makeFolder(empty)
    const removeFolder = verification.afterwards(() => observer.remove(empty))
    const first = passingObject(verification, 'inputs', 'folders')
    const before = await observer.list(empty)
    observed('the observer function', `/mnt/efs/${empty}: ${before.join(', ') || 'empty'}`)
    const variables = { EFS_MOUNT_PATH: `/mnt/efs/${empty}` }
    const answer = await withConfiguration(verification, functionName, { variables }, () => ingest(first.key))
    observed(
      `Lambda UpdateFunctionConfiguration (EFS_MOUNT_PATH is that folder; restored), POST /ingest`,
      `${answer.statusCode} ${answer.body?.efsPath ?? answer.body?.error}`,
    )
    expect(answer.statusCode === 201, `The ingest was answered ${answer.statusCode} ${JSON.stringify(answer.body)}`)
    for (const { path, type, uid, gid, mode } of await observer.stat(...folderNames.map(name => `${empty}/${name}`))) {
      observed('the observer function', `/mnt/efs/${path}: ${type}${type === 'none' ? '' : ` ${uid}:${gid} ${mode}`}`)
      expect(type === 'folder', `After an ingest /mnt/efs/${path} does not exist`)
    }
    await removeFolder()

    const second = passingObject(verification, 'inputs', 'folders')
    const { statusCode } = await ingest(second.key)
    observed('POST /ingest', `with its own working set: ${statusCode}`)
    for (const { path, type } of await observer.stat(...folderNames)) {
      observed('the observer function', `/mnt/efs/${path}: ${type}`)
      expect(type === 'folder', `After an ingest /mnt/efs/${path} does not exist`)
    }
  },
}
