import { isDeepStrictEqual } from 'node:util'
import t, { type Test } from 'tap'
import { agreed, fillIn, type Values } from './placeholders-fixture.ts'
import { type Answer, recordings, type ServiceName, services } from './recording-fixture.ts'
import { functionSetUps } from './function-set-ups-fixture.ts'
import { networkSetUps } from './network-set-ups-fixture.ts'
import { s3SetUps } from './s3-set-ups-fixture.ts'
import { stackSetUps } from './stack-set-ups-fixture.ts'
import { startTarget } from './target-fixture.ts'
import { removeUnexpected } from './unexpected-fixture.ts'
import { World } from './world-fixture.ts'

const target = await startTarget()
const world = new World(target, { ...s3SetUps, ...networkSetUps, ...functionSetUps, ...stackSetUps })
t.teardown(() => target.close())
// On AWS some of the set-ups take minutes.
if (target.isAws) t.setTimeout(3_600_000)

/** The refusals of a quota, or of a permission that an organization withholds. Any other one is a failure. */
const lacking = /LimitExceeded|TooMany|AccessDenied|UnauthorizedOperation/

for (const service of services)
  t.test(`${service} gives the recorded answers of AWS`, async t => {
    for (const { source, given, answers } of await recordings(service))
      for (const answer of answers) {
        const title = `${answer.call} ${answer.status} ${answer.code ?? ''} (${source})`
        const skipped = await skipReason(answer, given)
        // Only on AWS, if the account cannot have what the answer needs.
        if (skipped) t.test(title, { skip: skipped }, async () => {})
        else await check(t, service, answer, given, title)
      }
  })

t.test('the recorded answers leave nothing behind', async t => {
  t.same(await world.removeAll(), [])
})

/** Why an answer cannot be requested on AWS with this account. On a local AWS every set-up must succeed. */
async function skipReason({ notOnAws, given: own, by }: Answer, given: readonly string[]): Promise<string | undefined> {
  if (!target.isAws) return undefined
  if (notOnAws) return notOnAws
  for (const name of [...given, ...own, ...(by ? [by] : [])])
    try {
      await world.need(name)
    } catch (error) {
      if (!(error instanceof Error && lacking.test(error.name))) throw error
      return `this account cannot have the set-up ${name}: ${error.message}`
    }
  return undefined
}

async function check(
  t: Pick<Test, 'same' | 'pass' | 'fail'>,
  service: ServiceName,
  answer: Answer,
  given: readonly string[],
  title: string,
) {
  const values: Record<string, unknown> = { ...world.values }
  for (const name of [...given, ...answer.given, ...(answer.by ? [answer.by] : [])])
    Object.assign(values, await world.need(name))
  const found = await ask(service, answer, values)
  const { status, code = null, message, members } = answer
  const wanted = agreed({ status, code, ...(message !== undefined && { message }), members }, found, values)
  if (!answer.differs || target.isAws) t.same(found, wanted, title)
  else if (isDeepStrictEqual(found, wanted)) t.fail(`${title} no longer differs: take that line out of ${service}.yaml`)
  else t.pass(`${title} differs: ${answer.differs}`)
}

/** The answer of AWS; `code` is null if the call succeeds. */
async function ask(service: ServiceName, answer: Answer, values: Values) {
  const credentials = answer.by ? (values.credentials as object) : undefined
  const input = fillIn(answer.input, values) as object
  try {
    const { $metadata, ...output } = await target.send(service, answer.call, input, credentials)
    await removeUnexpected(target, service, answer, output, input)
    for (const [name, value] of Object.entries(output))
      if (typeof value?.transformToString === 'function') output[name] = await value.transformToString()
    return { status: $metadata.httpStatusCode, code: null, message: null, members: output }
  } catch (error: any) {
    // An error that the SDK itself finds has no answer.
    if (!error.$metadata?.httpStatusCode) throw error
    // Some SDK classes have names of their own (`NoSuchEntityException`); AWS sent `Code`.
    const code = error.Code ?? error.name
    return { status: error.$metadata.httpStatusCode, code, message: error.message, members: { ...error } }
  }
}
