import type { Criterion } from '../criterion.ts'
import { observe } from '../observer/observer.ts'
import { ingestSmall } from './ingest-small.ts'

export const repeatedKey: Criterion = {
  id: '2.7',
  claim: 'The same key again is answered 200 with the existing file identifier, and nothing is written.',
  builtIn: ['functions/producer/ingest.ts'],
  shownIn: ['report.json'],
  check: async (look, { saw, must }) => {
    const observer = await observe(look)
    const { object, answer } = await ingestSmall(look)
    const [before] = await observer.look(object.path)
    const again = await look.api.post('/ingest', { key: object.key, data: 'other data' }, look.signal)
    const [after] = await observer.look(object.path)
    saw('POST /ingest', `${object.key} again: ${again.statusCode} ${again.body?.status}, fileId ${again.body?.fileId}`)
    saw('the observer function', `inode ${before!.ino} before and ${after!.ino} after, ${after!.size} bytes`)
    must(again.statusCode === 200, `The same key again was answered ${again.statusCode}`)
    must(again.body?.fileId === answer.body.fileId, `The same key has another fileId: ${again.body?.fileId}`)
    must(again.body?.status === 'exists', `The status is ${again.body?.status}, not exists`)
    const same = before!.ino === after!.ino && before!.mtimeMs === after!.mtimeMs && before!.size === after!.size
    must(same, 'The file was written again')
  },
}
