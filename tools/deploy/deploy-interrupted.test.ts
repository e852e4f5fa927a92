import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import t from 'tap'
import { connectToAws } from '../command/aws-connection.ts'
import { destroy } from '../destroy/destroy.ts'
import { deploy } from './deploy.ts'
import { packageNothing, recordProgress, useLocalAws } from './deploy-fixture.ts'
import { findStack } from '../stack/find-stack.ts'

// The tests make and remove whole stacks. On a busy machine that may take half a minute.
t.setTimeout(600_000)

/** Deploys, and aborts as soon as the progress has a line like this. */
async function interruptAt(line: RegExp, outDir: string): Promise<{ error: unknown; lines: readonly string[] }> {
  const controller = new AbortController()
  const { progress, lines } = recordProgress()
  const watch = (print: (text: string) => void) => (text: string) => {
    print(text)
    if (line.test(text)) controller.abort()
  }
  const watched = { ...progress, step: watch(progress.step), detail: watch(progress.detail) }
  const options = { prefix: 'demo', outDir, packager: packageNothing, progress: watched, signal: controller.signal }
  const error = await deploy(options).then(
    () => undefined,
    error => error,
  )
  return { error, lines }
}

for (const step of ['Planning', 'Creating']) {
  t.test(`a deployment that is interrupted at '${step}', before anything is made, leaves no stack`, async t => {
    await useLocalAws(t)
    const { error } = await interruptAt(new RegExp(`^${step}`), t.testdir())
    t.match(error, { name: 'AbortError' })
    const { clientConfig } = await connectToAws()
    const stack = await findStack(new CloudFormationClient(clientConfig), 'demo')
    t.ok(stack === undefined || stack.StackStatus === 'DELETE_IN_PROGRESS', stack?.StackStatus ?? 'no stack')
    t.same((await destroy({ prefix: 'demo' })).leftovers, [])
  })
}

t.test(
  'a deployment that is interrupted while CloudFormation works says that it continues; destroy removes it',
  async t => {
    await useLocalAws(t)
    const { error, lines } = await interruptAt(/NetworkStack\/Vpc .*CREATE_COMPLETE/, t.testdir())
    t.match(error, { name: 'AbortError' })
    t.ok(lines.some(line => /keeps working on stack demo.*npm run deploy.*npm run destroy/.test(line)))
    const { clientConfig } = await connectToAws()
    t.match(await findStack(new CloudFormationClient(clientConfig), 'demo'), { StackStatus: /^CREATE_/ })
    t.same((await destroy({ prefix: 'demo' })).leftovers, [])
    t.equal(await findStack(new CloudFormationClient(clientConfig), 'demo'), undefined)
  },
)
