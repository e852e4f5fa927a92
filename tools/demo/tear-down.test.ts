import t from 'tap'
import { refusingAws } from '../command/refusing-aws-fixture.ts'
import { recordProgress } from '../deploy/deploy-fixture.ts'
import { type DemoOptions, tearDown } from './demo.ts'

t.test('a demo is torn down in its Region and with its service role, or else in that of the environment', async t => {
  const asked = await refusingAws(t)
  const removed = async (options: Pick<DemoOptions, 'region' | 'roleArn'>) => {
    const { progress, lines } = recordProgress()
    const { failures } = await tearDown({ prefix: 'demo', progress, ...options } as DemoOptions)
    t.ok(failures.length > 0, 'a refused removal is no success')
    const deletion = asked.findLast(form => form.get('Action') === 'DeleteStack')
    return { said: lines.slice(0, 2), role: deletion?.get('RoleARN') }
  }
  const roleArn = 'arn:aws:iam::123456789012:role/service'
  t.match(await removed({ region: 'eu-north-1', roleArn }), {
    said: ['Tear down demo', 'Account 123456789012, Region eu-north-1, '],
    role: roleArn,
  })
  t.match(await removed({}), { said: ['Tear down demo', 'Account 123456789012, Region eu-west-1, '], role: null })
})
