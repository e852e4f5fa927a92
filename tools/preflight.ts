import { Command } from 'commander'
import { connectToAws } from './command/aws-connection.ts'
import { CommandError, MisuseError } from './command/command-error.ts'
import { runCommand } from './command/run-command.ts'
import { defaultPrefix, defaultPrefixHelp, requireValidPrefix } from './deploy/prefix.ts'
import { parseParameter } from './deploy/stack-parameters.ts'
import { type DeployPolicy, deployPolicy } from './preflight/deploy-policy.ts'
import { findingLines, preflight, type PreflightOptions } from './preflight/preflight.ts'

interface Options extends PreflightOptions {
  readonly parameter?: Record<string, string>
  readonly json?: boolean
  readonly policy?: boolean
}

const command = new Command('npm run preflight --')
  .description(
    'Finds obstacles to a deployment before it begins, on the AWS that the environment points at: machine, ' +
      'credentials, Region, quotas, names that are taken, permissions. It changes nothing, and fails if it finds one.',
  )
  .option('--prefix <prefix>', `prefix that is to be deployed (${defaultPrefixHelp})`)
  .option('--region <region>', 'AWS Region (default: that of the environment)')
  .option('--architecture <name>', 'x86_64 or arm64 (default: x86_64; of this machine with --platform host)')
  .option('--platform <name>', 'lambda, or host for functions that run on this machine (default with AWS_ENDPOINT_URL)')
  .option('--role-arn <arn>', 'CloudFormation service role that makes the resources in place of you')
  .option('--parameter <name=value>', 'parameter of main.yaml, may be repeated', parseParameter)
  .option('--vpc-quota <n>', 'VPCs that the Region may hold (default: 5, which may have been raised)', wholeNumber)
  .option(
    '--policy',
    'print the policy of docs/permissions, filled in for this account, Region and prefix, and check nothing',
  )
  .option('--json', 'print the findings as JSON')

await runCommand<Options>(import.meta.url, command, async ({ parameter = {}, json, ...options }, context) => {
  if (options.policy) {
    console.log(JSON.stringify(await ownPolicy(options, context.signal), undefined, 2))
    return
  }
  const findings = await preflight({ ...options, parameters: parameter, ...context })
  console.log(json ? JSON.stringify(findings, undefined, 2) : findingLines(findings).join('\n'))
  const problems = findings.filter(({ outcome }) => outcome === 'problem')
  if (problems.length > 0) {
    const count = problems.length === 1 ? 'One problem' : `${problems.length} problems`
    throw new CommandError('PREFLIGHT_PROBLEMS', `${count}: ${problems.map(({ check }) => check).join(', ')}.`, {
      nextStep: 'Follow the step below each problem, then run this again.',
    })
  }
  if (json) return
  const unknown = findings.filter(({ outcome }) => outcome === 'unknown').map(({ check }) => check)
  const deploy = `npm run deploy${options.prefix === undefined ? '' : ` -- --prefix ${options.prefix}`}`
  const but = unknown.length === 0 ? '' : ` (not checked: ${unknown.join(', ')})`
  console.log(`\nNothing was found that prevents${but}: ${deploy}`)
})

async function ownPolicy({ prefix, region }: Options, signal: AbortSignal): Promise<DeployPolicy> {
  requireValidPrefix(prefix)
  using connection = await connectToAws({ signal, region })
  return deployPolicy({ ...connection, prefix: prefix ?? defaultPrefix(connection) })
}

function wholeNumber(text: string): number {
  const value = Number(text)
  if (/^\d+$/.test(text)) return value
  throw new MisuseError(`A whole number is needed, got '${text}'.`)
}
