import { createHash } from 'node:crypto'
import type { Criterion } from '../criterion.ts'
import { mustMountAccessPoint } from '../observer/mounted-access-point.ts'
import { observe } from '../observer/observer.ts'
import { ingestSmall } from './ingest-small.ts'

export const producerMount: Criterion = {
  id: '2.1',
  claim: 'The Producer mounts the EFS file system at /mnt/efs.',
  builtIn: ['cloudformation/compute.yaml'],
  shownIn: ['lambda/producer.json', 'lambda/producer.png'],
  check: async (look, findings) => {
    const { saw, must } = findings
    await mustMountAccessPoint(look, look.system.producer.functionName, findings)
    const { answer, object, content } = await ingestSmall(look)
    const { sha256 } = await (await observe(look)).hash(object.path)
    saw('POST /ingest', `${answer.statusCode}, efsPath ${answer.body?.efsPath}`)
    must(answer.body?.efsPath === `/mnt/efs/${object.path}`, `It says that it wrote ${answer.body?.efsPath}`)
    saw('the observer function', `SHA-256 of that file on the shared file system ${sha256}`)
    const given = createHash('sha256').update(content).digest('hex')
    must(sha256 === given, `What the Producer wrote at /mnt/efs is not on the shared file system: ${sha256}`)
  },
}
