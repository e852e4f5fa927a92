import type { Criterion } from '../criterion.ts'
import { observe } from '../observer/observer.ts'
import { passingObject } from '../observer/passing-object.ts'

const aside = 'inputs.verify-aside'

export const folders: Criterion = {
  id: '2.2',
  claim: 'The Producer creates /mnt/efs/models/, /mnt/efs/inputs/ and /mnt/efs/outputs/ where they do not exist.',
  builtIn: ['functions/working-set/folders.ts'],
  shownIn: ['requirements.json'],
  check: async (look, { saw, must }) => {
    const observer = await observe(look)
    // What a verification that was killed here left.
    await observer.restore(aside, 'inputs')
    const { key } = await passingObject(look, 'inputs', 'folders')
    const ingest = () => look.api.post('/ingest', { key, data: 'a file for a folder that is gone' }, look.signal)
    // Makes the folders on a fresh file system; then the file itself goes, so that the next call writes again.
    await ingest()
    await observer.move('inputs', aside)
    try {
      const [gone] = await observer.look('inputs')
      const { statusCode } = await ingest()
      const states = await observer.look('models', 'inputs', 'outputs')
      saw('the observer function', `inputs moved aside: ${gone!.type}`)
      saw('POST /ingest', `${statusCode}`)
      for (const { path, type, uid, gid, mode } of states) {
        saw('the observer function', `/mnt/efs/${path}: ${type} ${uid}:${gid} ${mode}`)
        must(type === 'folder', `After an ingest /mnt/efs/${path} does not exist`)
        must(uid === 1000 && gid === 1000, `/mnt/efs/${path} belongs to ${uid}:${gid}, not to 1000:1000`)
      }
    } finally {
      await observer.restore(aside, 'inputs')
    }
  },
}
