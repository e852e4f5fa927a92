import t from 'tap'
import { refusingAws } from '../command/refusing-aws-fixture.ts'
import { recordProgress } from '../deploy/deploy-fixture.ts'
import { compareStores } from './compare-stores.ts'

const options = {
  target: 'aws',
  prefix: 'compared',
  localAws: {} as never,
  command: 'npm run compare',
  signal: new AbortController().signal,
} as const
const choices = { stores: ['efs'], sizesMib: [1], memoryMb: 3008 } as never

t.test(
  'a deployment on AWS goes to the wanted Region with the service role, and is removed after a failure',
  async t => {
    const asked = await refusingAws(t)
    const { progress, lines } = recordProgress()
    const measured = async () => void t.fail('nothing was measured')
    const role = 'arn:aws:iam::123456789012:role/service'
    const wanted = { region: 'eu-north-1', roleArn: role, deployments: 2, progress, measured }
    await t.rejects(compareStores(choices, { ...options, ...wanted }), {
      code: 'ACCESS_DENIED',
      message: /refused\nBesides \(LEFTOVERS\): Still there:/,
    })
    const said = lines.map(line => line.replace(/, endpoint .*/, ''))
    const account = 'Account 123456789012, Region eu-north-1'
    t.match(said, ['Deployment 1 of 2', account, /^Stack compared-1 /, 'Remove compared-1', account])
    const deletions = asked.filter(form => form.get('Action') === 'DeleteStack')
    t.same(
      deletions.map(form => form.get('RoleARN')),
      [role, role],
      'before the deployment, and at the end',
    )
  },
)

t.test('a single deployment on AWS has the prefix itself, and the Region of the environment', async t => {
  const asked = await refusingAws(t)
  const { progress, lines } = recordProgress()
  const measured = async () => void t.fail('nothing was measured')
  await t.rejects(compareStores(choices, { ...options, deployments: 1, progress, measured }))
  t.match(lines, ['Deployment 1 of 1', /Region eu-west-1/, /^Stack compared /, 'Remove compared'])
  const [deletion] = asked.filter(form => form.get('Action') === 'DeleteStack')
  t.equal(deletion!.get('RoleARN'), null)
})

t.test('a local AWS that does not start ends the comparison, with its words', async t => {
  const before = process.env.NODE_OPTIONS
  const script = "console.error('started as', ...process.argv.slice(2)); process.exit(3)"
  process.env.NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(script)}`
  t.teardown(() => {
    if (before === undefined) delete process.env.NODE_OPTIONS
    else process.env.NODE_OPTIONS = before
  })
  const { progress, lines } = recordProgress()
  const local = { ...options, target: 'local', region: 'eu-west-3', deployments: 1, progress } as const
  await t.rejects(compareStores(choices, { ...local, measured: async () => {} }), {
    code: 'LOCAL_AWS_FAILED',
    message: 'The local AWS did not start: started as local-aws/main 0 eu-west-3',
  })
  t.same(lines, ['Deployment 1 of 1', 'Start a local AWS', 'local AWS: started as local-aws/main 0 eu-west-3'])
})

t.test('after Ctrl-C no deployment begins', async t => {
  const { progress, lines } = recordProgress()
  const signal = AbortSignal.abort()
  const measured = async () => {}
  await t.rejects(compareStores(choices, { ...options, deployments: 1, progress, measured, signal }), {
    name: 'AbortError',
  })
  t.same(lines, [])
})
