import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import t from 'tap'
import { commandLine } from '../testing/command-line.ts'
import { ended } from '../testing/ended.ts'

t.setTimeout(600_000)

t.test('Ctrl-C in the middle of a deployment tears down, ends the local AWS and exits with 130', async t => {
  const TMPDIR = t.testdir()
  const child = spawn(process.execPath, commandLine('demo', '--quick'), { env: { ...process.env, TMPDIR } })
  let soFar = ''
  let interrupted = false
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    soFar += text
    if (!interrupted && /StorageStack.*CREATE_IN_PROGRESS/.test(soFar)) {
      interrupted = true
      child.kill('SIGINT')
    }
  })
  const { code, stderr: output } = await ended(child)
  t.equal(code, 130, output)
  t.match(output, /Tear down lambda-efs[\s\S]*nothing is left/)
  t.same(
    readdirSync(TMPDIR).filter(name => name.startsWith('local-aws-')),
    [],
  )
  const endpoint = /http:\/\/127\.0\.0\.1:\d+/.exec(output)![0]
  await t.rejects(fetch(endpoint), 'the local AWS no longer listens')
})
