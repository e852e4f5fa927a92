import t from 'tap'
import { deployDemo, impatient, releaseInterfaces, untilReleased, when } from './destroy-fixture.ts'
import { recordProgress } from '../deploy/deploy-fixture.ts'
import { destroy } from './destroy.ts'

t.setTimeout(600_000)

const nothingThere = { prefix: 'demo', removed: [], leftovers: [], notOurs: [], unchecked: [], failures: [] }

const awaited = /AWS Lambda has yet to release/

for (const [moment, line] of [
  ['while a bucket is emptied', /^Emptying bucket demo-ml-models-bucket/],
  ['while the stack is being deleted', /BucketStack\/\w+ .*DELETE_COMPLETE/],
  ['while it waits for network interfaces', awaited],
  ['while the artifacts go', /^Emptying bucket demo-artifacts-/],
  ['while it verifies', /^Verifying/],
] as const) {
  t.test(`interrupted ${moment}, it is finished by another run`, async t => {
    const { aws } = await deployDemo(t, untilReleased)
    const controller = new AbortController()
    // Lambda releases them when a run has told that it waits for them, unless that is interrupted then.
    const release = () => when(awaited, () => releaseInterfaces(aws))
    const { progress } = when(line, () => controller.abort(), line === awaited ? undefined : release())
    const interrupted = destroy({ prefix: 'demo', pace: impatient, progress, signal: controller.signal })
    await t.rejects(interrupted, { name: 'AbortError' })
    t.same((await destroy({ prefix: 'demo', pace: impatient, progress: release().progress })).leftovers, [])
    const { account } = aws
    t.same([account.s3.buckets.size, account.logs.groups.size, account.ec2.vpcs.size], [0, 0, 0])
    const { progress: again, lines } = recordProgress()
    t.same(await destroy({ prefix: 'demo', progress: again }), nothingThere)
    t.ok(lines.includes('There is no stack demo'))
  })
}
