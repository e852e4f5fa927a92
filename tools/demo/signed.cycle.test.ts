import { spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import t from 'tap'
import { commandLine } from '../testing/command-line.ts'
import { ended } from '../testing/ended.ts'

t.setTimeout(1_800_000)

t.test('a demo of an API that asks for a signature meets every criterion and leaves nothing', async t => {
  const child = spawn(process.execPath, commandLine('demo', '--quick', '--parameter', 'ApiAuthorization=AWS_IAM'))
  const { code, stdout, stderr } = await ended(child, { deadlineMs: 1_500_000 })
  const folder = /^Evidence: (.+)$/m.exec(stdout)?.[1]
  t.teardown(() => folder && rmSync(folder, { recursive: true, force: true }))
  t.equal(code, 0, stderr)
  t.match(stderr, /nothing is left/)
  const verdicts: { id: string; status: string; evidence: string }[] = JSON.parse(
    readFileSync(`${folder}/requirements.json`, 'utf8'),
  )
  t.same(
    verdicts.filter(({ status }) => status !== 'pass'),
    [],
  )
  const asking = verdicts.filter(({ evidence }) => evidence.includes('authorization AWS_IAM'))
  t.ok(asking.length > 0, 'the API did ask for a signature')
})
