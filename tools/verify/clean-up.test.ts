import { HeadBucketCommand } from '@aws-sdk/client-s3'
import t from 'tap'
import type { Criterion } from './criterion.ts'
import { deployedSystem } from './deployed-fixture.ts'
import { requireCriteria } from './require-criteria.ts'
import { verify } from './verify.ts'

t.setTimeout(900_000)

t.test('a change that cannot be undone is tried twice and reported, and no verdict is lost', async t => {
  const system = await deployedSystem(t)
  const undone: string[] = []
  const criteria: Criterion[] = ['1.1', '1.2'].map((id, index) => ({
    id: id as '1.1',
    claim: 'a claim',
    builtIn: [],
    shownIn: [],
    check: async (verification, { observed }) => {
      observed('a call', 'something')
      observed('another call', 'something else')
      verification.afterwards(async () => {
        undone.push(id)
        if (index === 1 || undone.length < 3) throw new Error(`${id} stays`)
      })
    },
  }))
  const verdicts = await verify(system, { criteria })
  t.match(verdicts, [
    { id: '1.1', status: 'pass', evidence: 'a call: something; another call: something else' },
    { id: '1.2', status: 'pass' },
  ])
  t.same(undone, ['1.2', '1.2', '1.1'])
  t.same(verdicts.notUndone, ['1.2 stays'])
  t.throws(() => requireCriteria(verdicts), { code: 'NOT_UNDONE', message: /1\.2 stays/ })
  t.equal(JSON.parse(JSON.stringify(verdicts)).length, 2)
})

t.test('Ctrl-C lets a running call end and sends no other, and then everything is undone', async t => {
  const system = await deployedSystem(t)
  const interruption = new AbortController()
  let undone = false
  const criterion: Criterion = {
    id: '5.1',
    claim: 'a claim',
    builtIn: [],
    shownIn: [],
    check: async verification => {
      verification.afterwards(async () => {
        // A call like the check's own, which the signal no longer ends.
        await verification.clients.s3.send(new HeadBucketCommand({ Bucket: system.bucketName }))
        undone = true
      })

      const { requestHandler } = verification.clients.s3.config
      const handle = requestHandler.handle.bind(requestHandler)
      requestHandler.handle = (...sent) => {
        const answer = handle(...sent)
        interruption.abort()
        return answer
      }
      const ask = () => verification.clients.s3.send(new HeadBucketCommand({ Bucket: system.bucketName }))
      // A call on its way gets its answer, so that nothing comes into being after it was looked for.
      await t.resolves(ask())
      await ask()
    },
  }
  await t.rejects(verify(system, { criteria: [criterion], signal: interruption.signal }))
  t.ok(undone)
})
