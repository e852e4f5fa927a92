import type { Criterion } from '../criterion.ts'
import { observe } from '../observer/observer.ts'
import { ingestSmall } from './ingest-small.ts'

export const ingestAnswer: Criterion = {
  id: '2.8',
  claim: 'The answer to an ingest has the file identifier and the file path.',
  builtIn: ['functions/producer/handler.ts'],
  shownIn: ['report.json'],
  check: async (look, { saw, must }) => {
    const { answer, object, content } = await ingestSmall(look)
    saw('POST /ingest', `${answer.statusCode} ${JSON.stringify(answer.body)}`)
    const { fileId, efsPath } = answer.body
    must(typeof fileId === 'string' && fileId === object.fileId, `The fileId is ${fileId}, not ${object.fileId}`)
    must(efsPath === `/mnt/efs/${object.path}`, `The efsPath is ${efsPath}, not /mnt/efs/${object.path}`)
    const [state] = await (await observe(look)).look(object.path)
    saw('the observer function', `/mnt/efs/${object.path}: ${state!.type}, ${state!.size} bytes`)
    must(state!.type === 'file' && state!.size === content.length, `There is no such file at ${efsPath}`)
  },
}
