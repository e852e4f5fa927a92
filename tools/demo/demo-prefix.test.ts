import t from 'tap'
import { deploy } from '../deploy/deploy.ts'
import { packageNothing, useLocalAws } from '../deploy/deploy-fixture.ts'
import { demoPrefix } from './demo.ts'

// The test makes a whole stack. On a busy machine that may take half a minute.
t.setTimeout(600_000)

t.test(
  'a demo refuses a prefix that is deployed, because it would remove it, unless it keeps what it makes',
  async t => {
    await useLocalAws(t)
    const { signal } = new AbortController()
    t.equal(await demoPrefix({ signal }), 'lambda-efs')
    await t.rejects(demoPrefix({ prefix: 'Not_A_Prefix', signal }), { code: 'MISUSED' })
    await deploy({ prefix: 'demo', outDir: t.testdir(), packager: packageNothing })
    await t.rejects(demoPrefix({ prefix: 'demo', signal }), {
      code: 'ALREADY_DEPLOYED',
      message: /^Stack demo is there, CREATE_COMPLETE, and the demo would remove it/,
      nextStep: /npm run destroy -- --prefix demo.* another --prefix, or --keep/,
    })
    t.equal(await demoPrefix({ prefix: 'demo', keep: true, signal }), 'demo')
  },
)
