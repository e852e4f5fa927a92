import { changed, observed, type Otherwise } from '../otherwise-fixture.ts'

/** May also change the two predictions that the Consumer made when the verification began. */
export interface ConsumerOtherwise extends Otherwise {
  readonly predicted?: (first: any, second: any) => void
}

const result = (change: (result: any) => void) =>
  observed('read', answer => {
    const parsed = JSON.parse(answer.content)
    change(parsed)
    answer.content = JSON.stringify(parsed)
  })
const mount = (change: (configuration: any) => void) => ({ GetFunctionConfiguration: changed(change) })

/** Possible answers about the Consumer. Each breaks one sentence of a criterion; the check must report that one. */
export const consumerOtherwise: readonly ConsumerOtherwise[] = [
  {
    id: '3.1',
    what: 'the function is not active',
    answers: mount(one => (one.State = 'Pending')),
    says: /is Pending, not Active$/,
  },
  {
    id: '3.1',
    what: 'the function mounts another access point',
    answers: mount(one => (one.FileSystemConfigs[0].Arn = 'arn:other')),
    says: /^lambda-efs-consumer does not mount arn:\S+ at \/mnt\/efs$/,
  },
  {
    id: '3.1',
    what: 'the function mounts it elsewhere',
    answers: mount(one => (one.FileSystemConfigs[0].LocalMountPath = '/mnt/other')),
    says: /^lambda-efs-consumer does not mount/,
  },
  {
    id: '3.1',
    what: 'the result is not on the shared file system',
    answers: observed('stat', ({ files }) => (files[0].type = 'none')),
    says: /is not on the shared file system$/,
  },
  {
    id: '3.2',
    what: 'the answer is about another file',
    predicted: first => (first.fileId = 'other'),
    says: /^The answer is about other, not/,
  },
  {
    id: '3.2',
    what: 'other bytes were read',
    predicted: (_, second) => (second.inputSha256 = 'x'),
    says: /^The Consumer read SHA-256 x, and/,
  },
  {
    id: '3.3',
    what: 'an output is no number',
    predicted: first => (first.outputs[0].data[0] = 'NaN'),
    says: /not finite numbers$/,
  },
  {
    id: '3.3',
    what: 'two inputs have the same outputs',
    predicted: (first, second) => (second.outputs = first.outputs),
    says: /^Two different inputs have the same outputs$/,
  },
  {
    id: '3.4',
    what: 'the answer names another path',
    predicted: first => (first.efsPath = '/tmp/x'),
    says: /^The answer places the result at \/tmp\/x$/,
  },
  {
    id: '3.4',
    what: 'the result is of another file',
    answers: result(one => (one.id = 'other')),
    says: /^The result is of other$/,
  },
  {
    id: '3.4',
    what: 'the result has other outputs',
    answers: result(one => (one.outputs = [])),
    says: /^The outputs in the file are not those answered$/,
  },
  {
    id: '3.4',
    what: 'the result names another input',
    answers: result(one => (one.parameters.inputSha256 = 'x')),
    says: /^The result names another input$/,
  },
  {
    id: '3.4',
    what: 'the result names another model',
    answers: result(one => (one.parameters.modelSha256 = 'x')),
    says: /^The result names the model x, and/,
  },
  {
    id: '3.5',
    what: 'there is a key without archive',
    predicted: (_, second) => (second.s3Key = 'x'),
    says: /^Without archive there is an s3Key$/,
  },
  {
    id: '3.5',
    what: 'there is an object without archive',
    answers: { HeadObject: async () => ({ $metadata: { httpStatusCode: 200 } }) },
    says: /^Without archive outputs\/\S+\.result is in the bucket: 200$/,
  },
  {
    id: '3.5',
    what: 'the archive is refused',
    posted: answer => ({ ...answer, statusCode: 502 }),
    says: /^With archive it was answered 502/,
  },
  {
    id: '3.5',
    what: 'the answer names another key',
    posted: answer => ({ ...answer, body: { ...answer.body, s3Key: 'other' } }),
    says: /^The answer has the s3Key other$/,
  },
  {
    id: '3.5',
    what: 'the object is not the file',
    answers: observed('hash', answer => (answer.sha256 = 'x')),
    says: /^The archived result is not the one on EFS$/,
  },
  { id: '3.7', what: 'the fileId is another', predicted: first => (first.fileId = 'other'), says: /^fileId is other$/ },
  {
    id: '3.7',
    what: 'the path is another',
    predicted: first => (first.efsPath = '/tmp/x'),
    says: /^efsPath is \/tmp\/x$/,
  },
  { id: '3.7', what: 'the key is another', predicted: first => (first.s3Key = 'other'), says: /^s3Key is other$/ },
  {
    id: '3.7',
    what: 'the duration is negative',
    predicted: first => (first.durationMs = -1),
    says: /^durationMs is -1$/,
  },
  { id: '3.7', what: 'the duration is text', predicted: first => (first.durationMs = '1'), says: /^durationMs is 1$/ },
  {
    id: '3.8',
    what: 'the status is another',
    posted: answer => ({ ...answer, statusCode: 200 }),
    says: /^The status is 200$/,
  },
  {
    id: '3.8',
    what: 'the error is another',
    posted: answer => ({ ...answer, body: { ...answer.body, error: 'GONE' } }),
    says: /^The error is GONE$/,
  },
  {
    id: '3.8',
    what: 'the fileId is missing',
    posted: answer => ({ ...answer, body: { error: 'NOT_FOUND' } }),
    says: /^The fileId is undefined$/,
  },
]
