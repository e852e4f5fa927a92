import { changed, observed, type Otherwise } from '../otherwise-fixture.ts'

const mount = (change: (configuration: any) => void) => ({ GetFunctionConfiguration: changed(change) })
const posted = (change: (body: any) => void): Pick<Otherwise, 'posted'> => ({
  posted: answer => {
    const body = structuredClone(answer.body)
    change(body)
    return { ...answer, body }
  },
})
const status = (statusCode: number): Pick<Otherwise, 'posted'> => ({ posted: answer => ({ ...answer, statusCode }) })
/** Changes the Producer's own lines of the log. */
const logged = (change: (record: any) => void) => ({
  FilterLogEvents: changed(({ events }) => {
    for (const event of events) {
      const record = JSON.parse(event.message)
      change(record)
      event.message = JSON.stringify(record)
    }
  }),
})

/** Possible answers about the Producer. Each breaks one sentence of a criterion; the check must report that one. */
export const producerOtherwise: readonly Otherwise[] = [
  {
    id: '2.1',
    what: 'the function is not active',
    answers: mount(one => (one.State = 'Pending')),
    says: /is Pending, not Active$/,
  },
  {
    id: '2.1',
    what: 'the function mounts another access point',
    answers: mount(one => (one.FileSystemConfigs[0].Arn = 'arn:other')),
    says: /^lambda-efs-producer does not mount arn:\S+ at \/mnt\/efs$/,
  },
  {
    id: '2.1',
    what: 'a file on EFS is not found',
    ...posted(body => (body.status = 'created')),
    says: /^The Producer does not find the file/,
  },
  {
    id: '2.1',
    what: 'a file has another size',
    ...posted(body => (body.bytes = 1)),
    says: /^The Producer does not find the file/,
  },
  {
    id: '2.1',
    what: 'the files lie elsewhere',
    ...posted(body => (body.efsPath = '/tmp/x')),
    says: /has its files at \/tmp\/x$/,
  },
  {
    id: '2.2',
    what: 'a first ingest makes no folders',
    answers: observed('stat', ({ files }) => {
      for (const file of files) if (file.path.startsWith('.verify-')) file.type = 'none'
    }),
    says: /^After an ingest \/mnt\/efs\/\.verify-\S+\/models does not exist$/,
  },
  {
    id: '2.2',
    what: 'a later ingest finds no folders',
    answers: observed('stat', ({ files }) => {
      for (const file of files) if (!file.path.startsWith('.verify-')) file.type = 'none'
    }),
    says: /^After an ingest \/mnt\/efs\/models does not exist$/,
  },
  { id: '2.3', what: 'nothing is created', ...status(200), says: /^POST \/ingest with a key answered 200$/ },
  {
    id: '2.3',
    what: 'the key is another',
    ...posted(body => (body.key = 'other')),
    says: /^With a key the key is other, not inputs\//,
  },
  {
    id: '2.3',
    what: 'the file holds other bytes',
    answers: observed('hash', answer => (answer.sha256 = 'x')),
    says: /^The file made from a key holds other bytes than were sent: x$/,
  },
  { id: '2.7', what: 'the status is another', ...status(201), says: /^The same key again was answered 201$/ },
  {
    id: '2.7',
    what: 'the fileId is another',
    ...posted(body => (body.fileId = 'other')),
    says: /has another fileId: other$/,
  },
  {
    id: '2.7',
    what: 'the outcome is another',
    ...posted(body => (body.status = 'created')),
    says: /^The status is created, not exists$/,
  },
  ...(['ino', 'mtimeMs', 'size'] as const).map(name => ({
    id: '2.7' as const,
    what: `the ${name} of the file has changed`,
    answers: observed('stat', ({ files }) => (files[0][name] += 1)),
    says: /^The file was written again$/,
  })),
  { id: '2.8', what: 'the status is another', ...status(202), says: /^It was answered 202, not 200$/ },
  {
    id: '2.8',
    what: 'the fileId is another',
    ...posted(body => (body.fileId = 'other')),
    says: /^The fileId is other, not /,
  },
  {
    id: '2.8',
    what: 'the path is another',
    ...posted(body => (body.efsPath = '/tmp/x')),
    says: /^The efsPath is \/tmp\/x, not /,
  },
  {
    id: '2.8',
    what: 'there is no file',
    answers: observed('stat', ({ files }) => (files[0].type = 'none')),
    says: /^There is no such file at \/mnt\/efs\//,
  },
  {
    id: '2.8',
    what: 'the file has another size',
    answers: observed('stat', ({ files }) => (files[0].size += 1)),
    says: /^There is no such file at/,
  },
  {
    id: '2.9',
    what: 'the line is about another file',
    answers: logged(record => (record.fileId = 'other')),
    says: /^The line has the fileId other, not /,
  },
  {
    id: '2.9',
    what: 'the line has another stage',
    answers: logged(record => (record.stage = 'read')),
    says: /^The line has the stage read, not write$/,
  },
  {
    id: '2.9',
    what: 'the line is about another request',
    answers: logged(record => (record.requestId = 'other')),
    says: /^No line of the log is about this failure$/,
  },
  {
    id: '2.9',
    what: 'the mount is gone afterwards',
    answers: mount(one => (one.FileSystemConfigs = [])),
    says: /^The mount was not restored$/,
  },
]
