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
  ['while the artifacts are removed', /^Emptying bucket demo-artifacts-/],
  ['while it verifies', /^Verifying/],
] as const) {
  t.test(`a removal interrupted ${moment} is finished by another run`, async t => {
    const { aws } = await deployDemo(t, untilReleased)
    const controller = new AbortController()
    // Lambda releases the interfaces when a run has reported the wait for them, unless that run is then interrupted.
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
