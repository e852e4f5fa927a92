import { appendFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { CommandError } from './command/command-error.ts'
import { runCommand } from './command/run-command.ts'
import { bundleSummary } from './summary/bundle-summary.ts'
import { newestBundle } from './summary/newest-bundle.ts'

interface Options {
  readonly bundle?: string
  readonly withoutAws?: boolean
}

const evidenceRoot = fileURLToPath(new URL('../evidence', import.meta.url))

const withoutAws = `## Not run on AWS

The repository has no variable \`AWS_DEPLOY_ROLE_ARN\`, so nothing was deployed; the local demo's bundle is among the
artifacts. To switch AWS on: make the two roles once with \`cloudformation/github-oidc.yaml\`, and set the variables
\`AWS_DEPLOY_ROLE_ARN\`, \`AWS_SERVICE_ROLE_ARN\` and \`AWS_REGION\` of the repository. Step by step: docs/deployment.md, GitHub Actions.
`

const noBundle = `## No evidence bundle

The run ended before it wrote one: the step that failed says why.
`

const command = new Command('npm run summary --')
  .description(
    'Summarises the newest evidence bundle as Markdown: on the page of the run in GitHub Actions (GITHUB_STEP_SUMMARY), ' +
      'elsewhere on standard output.',
  )
  .option('--bundle <folder>', 'another bundle')
  .option('--without-aws', 'explain that AWS is not switched on, and how to switch it on')

await runCommand<Options>(import.meta.url, command, async options => {
  const page = options.withoutAws ? withoutAws : await pageOf(options.bundle)
  const target = process.env.GITHUB_STEP_SUMMARY
  if (target) await appendFile(target, `${page}\n`)
  else console.log(page)
})

/**
 * Returns the page of this bundle, or of the newest. A missing bundle is no failure here: the step that prevented it
 * has failed already.
 */
async function pageOf(bundle: string | undefined): Promise<string> {
  try {
    return await bundleSummary(bundle ?? (await newestBundle(evidenceRoot)))
  } catch (error) {
    if (error instanceof CommandError && error.code === 'NO_BUNDLE') return noBundle
    throw error
  }
}
