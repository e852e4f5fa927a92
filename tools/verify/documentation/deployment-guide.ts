import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { fileURLToPath } from 'node:url'
import type { Criterion } from '../criterion.ts'
import { npmCommands, readGuide } from '../../guide/guide.ts'

const run = promisify(execFile)
const repository = fileURLToPath(new URL('../../..', import.meta.url))

/** Sections that the guide must have, and commands that a deployment needs. */
const sections = ['From a laptop', 'GitHub Actions']
const needed = ['preflight', 'deploy', 'measure', 'evidence', 'destroy']

export const deploymentGuide: Criterion = {
  id: '7.1',
  claim: 'The documentation has step-by-step instructions for deploying the infrastructure.',
  builtIn: ['docs/deployment.md'],
  shownIn: [],
  check: async (verification, { observed, expect }) => {
    const guide = readGuide(await verification.document('docs/deployment.md'))
    const { scripts } = JSON.parse(await verification.document('package.json')) as { scripts: Record<string, string> }
    const commands = npmCommands(guide)
    observed('docs/deployment.md', `${guide.steps} steps; commands ${commands.join(', ')}`)
    for (const section of sections) expect(guide.headings.includes(section), `It has no section "${section}"`)
    expect(guide.steps >= 10, `It has ${guide.steps} numbered steps`)
    for (const name of needed) expect(commands.includes(name), `It does not say npm run ${name}`)
    const unknown = commands.filter(name => scripts[name] === undefined)
    expect(unknown.length === 0, `package.json has no script ${unknown.join(', ')}`)
    // Runs each command directly, which saves the second that npm takes.
    const known = commands.filter(name => scripts[name]?.startsWith('node '))
    const helped = await Promise.all(
      known.map(async name => {
        const help = await verification.once(`${scripts[name]} --help`, () => helpOf(scripts[name]!))
        return help.startsWith(`Usage: npm run ${name} --`) ? name : undefined
      }),
    )
    observed('--help', `${helped.filter(Boolean).join(', ')} start and list their options`)
    expect(
      helped.every(name => name !== undefined),
      `Not every command lists its options: ${known.filter(name => !helped.includes(name))}`,
    )
  },
}

async function helpOf(script: string): Promise<string> {
  const [, ...words] = script.split(' ')
  const { stdout } = await run(process.execPath, [...words, '--help'], { cwd: repository })
  return stdout
}
