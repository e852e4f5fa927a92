import { changed, observed, type Otherwise } from '../otherwise-fixture.ts'
import type { SeededModel } from './seeded-model.ts'

/** May also change what the claims found out about the seeded model when the verification began. */
export interface ClaimOtherwise extends Otherwise {
  readonly seeded?: (model: any) => Partial<SeededModel> | void
}

const log = (change: (event: any) => void) => ({
  FilterLogEvents: changed(({ events = [] }) => events.forEach(change)),
})
/** Changes an answer of the API that succeeded. */
const predicted = (change: (body: any) => void) => (answer: any) => {
  if (answer.statusCode === 200) change(answer.body)
  return answer
}
const withCount = (change: (output: any, count: number) => void) => {
  let count = 0
  return (output: any) => change(output, (count += 1))
}
const first = (change: (body: any) => void) => (model: SeededModel) => change(model.predictions[0]!.answer.body)

/** Possible answers about the claims. Each breaks one sentence; the check must report that one. */
export const claimOtherwise: readonly ClaimOtherwise[] = [
  {
    id: 'C1',
    what: 'the Producer heard of the model in another way',
    answers: log(event => (event.message = event.message.replaceAll('ObjectCreated:', 'Asked:'))),
    says: /log has no S3 event/,
  },
  {
    id: 'C1',
    what: 'the Consumer read other bytes',
    seeded: first(body => (body.modelSha256 = 'other')),
    says: /SHA-256 other$/,
  },
  {
    id: 'C1',
    what: 'an output differs in the third decimal',
    seeded: first(body => (body.outputs[0].data[3] += 0.002)),
    says: /^The same model and input give .* on this machine$/,
  },
  {
    id: 'C1',
    what: 'an output is missing',
    seeded: first(body => body.outputs[0].data.pop()),
    says: /^The same model and input give/,
  },
  {
    id: 'C1',
    what: 'the second digit cannot be predicted',
    seeded: model => void (model.predictions[1].answer.statusCode = 500),
    says: /^\/predict answers 500/,
  },
  {
    id: 'C2',
    what: 'each environment reads a model of its own',
    posted: predicted(body => (body.modelSha256 = String(Math.random()))),
    says: /^They did not all read the model/,
  },
  {
    id: 'C2',
    // Together, because a burst of new environments is dear.
    what: 'one environment answers, another function reads other bytes, a copy is left, and a package is large',
    seeded: () => ({ bytes: 300 * 2 ** 20 }),
    answers: {
      ...log(event => (event.logStreamName = 'one')),
      ...observed(
        ['hash', 'list'],
        withCount((answer, count) => {
          if (answer.sha256) answer.sha256 = 'other'
          else if (count > 1) answer.names.push('copy.onnx')
        }),
      ),
      GetFunctionConfiguration: changed(one => (one.CodeSize = 400 * 2 ** 20)),
    },
    says: /^They ran in 1 environments, .*\nAnother function reads other bytes .*\nThe burst made copies: copy\.onnx\nThe package of \S+-producer is .*\nThe package of \S+-consumer is /,
  },
  {
    id: 'C3',
    what: 'the model was there before',
    posted: (answer: any) => {
      if (answer.statusCode === 404) answer.body.error = 'NOT_FOUND'
      return answer
    },
    says: /^Before the upload the model is not missing: 404$/,
  },
  {
    id: 'C3',
    what: 'the model reads another digit',
    posted: predicted(body => body.outputs[0].data.unshift(body.outputs[0].data.pop())),
    says: /^The digit is 7 and was read as 8$/,
  },
  {
    id: 'C3',
    what: 'the functions were deployed meanwhile',
    answers: {
      GetFunctionConfiguration: changed(withCount((one, count) => (one.LastModified = `deployment ${count > 2}`))),
    },
    says: /^Something was deployed meanwhile/,
  },
  {
    id: 'C3',
    what: 'the stack was updated meanwhile',
    answers: {
      DescribeStacks: changed(withCount(({ Stacks }, count) => (Stacks[0].LastUpdatedTime = new Date(count * 1000)))),
    },
    says: /^Something was deployed meanwhile/,
  },
  {
    id: 'C4',
    what: 'the result is not on the shared file system',
    answers: observed('stat', ({ files }) => (files[0].type = 'none')),
    says: /is not on the shared file system$/,
  },
  {
    id: 'C4',
    what: 'the result goes with the environments',
    answers: observed(
      'stat',
      withCount(({ files }, count) => count > 1 && (files[0].type = 'none')),
    ),
    says: /^The result went with the environments$/,
  },
  {
    id: 'C4',
    what: 'a later environment reads another model',
    posted: predicted(body => (body.modelSha256 = 'other')),
    says: /^A later environment reads another model$/,
  },
]
