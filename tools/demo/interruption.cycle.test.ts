import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import t, { type Test } from 'tap'
import { commandLine } from '../testing/command-line.ts'
import { ended } from '../testing/ended.ts'

// Each step is a demo of its own, up to that step and down again.
t.setTimeout(3_600_000)

/** The beginnings of the lines that the demo prints for its steps, in order. */
const steps = [
  'Start a local AWS',
  'Everything has the prefix',
  'Account',
  'Packaging',
  'Uploading',
  'Planning',
  'Creating',
  'Made models/',
  'Stack lambda-efs is deployed',
  'Ingest inputs/',
  'Put models/',
  'Predict',
  'Ingest a large object',
  'Measure \\d+ cold',
  'Measure \\d+ warm',
  'Measure \\d+ calls',
  'Collect',
  'Verify',
  'Tear down',
]

/** At these steps the same resources exist as at the step before, and the same work continues, so one of them is enough. */
const alike = ['Everything has the prefix', 'Account', 'Planning', 'Measure \\d+ warm', 'Measure \\d+ calls']

/** Runs the demo and presses Ctrl-C as soon as this line is there; returns the lines of steps until then. */
async function interruptAt(t: Test, step: string): Promise<string[]> {
  const TMPDIR = t.testdir()
  const child = spawn(process.execPath, commandLine('demo', '--quick'), { env: { ...process.env, TMPDIR } })
  const begins = new RegExp(`^${step}`, 'm')
  let output = ''
  let until: string[] | undefined
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output += text
    if (until || !begins.test(output)) return
    until = output.split('\n').filter(line => /^[A-Z]/.test(line) && !line.startsWith('Note: '))
    child.kill('SIGINT')
  })
  const { code, stderr } = await ended(child)
  t.ok(until, `the demo has the step ${step}`)
  t.equal(code, 130, stderr)
  if (step !== 'Start a local AWS') t.match(stderr, /nothing is left/, 'the demo searched, and found nothing')
  t.notMatch(stderr, /LEFTOVERS|DEPLOYED_AGAIN|NOT_VERIFIED/)
  t.same(
    readdirSync(TMPDIR).filter(name => name.startsWith('local-aws-')),
    [],
  )
  return until ?? []
}

for (const step of steps.filter(step => !alike.includes(step))) {
  t.test(`Ctrl-C at '${step}' leaves nothing`, async t => {
    const seen = await interruptAt(t, step)
    if (step !== 'Tear down') return
    const unknown = seen.filter(line => !steps.some(one => new RegExp(`^${one}`).test(line)))
    t.same(unknown, [], 'the list above has every step')
  })
}
