import { Command } from 'commander'
import { runCommand } from './command/run-command.ts'
import { type DeployOptions, deploy } from './deploy/deploy.ts'
import { deploymentSummary } from './deploy/deployment.ts'
import { defaultPrefixHelp } from './deploy/prefix.ts'
import { parseParameter } from './deploy/stack-parameters.ts'

interface Options extends DeployOptions {
  readonly parameter?: Record<string, string>
  readonly json?: boolean
}

const command = new Command('npm run deploy --')
  .description(
    'Packages the functions and templates, uploads them, and creates or updates the stack on the AWS that the ' +
      'environment points at (AWS_PROFILE, AWS_REGION …; AWS_ENDPOINT_URL for a local AWS). If nothing changed, it says ' +
      'so and succeeds.',
  )
  .option('--prefix <prefix>', `prefix of every name, and name of the stack (${defaultPrefixHelp})`)
  .option('--region <region>', 'AWS Region (default: that of the environment)')
  .option('--architecture <name>', 'x86_64 (default) or arm64; with --platform host always that of this machine')
  .option(
    '--platform <name>',
    'lambda (default), or host: functions run on this machine (default when AWS_ENDPOINT_URL is set)',
  )
  .option('--role-arn <arn>', 'CloudFormation service role that makes the resources in place of you')
  .option(
    '--parameter <name=value>',
    'parameter of main.yaml, may be repeated; others stay as they are',
    parseParameter,
  )
  .option('--verbose', 'on a terminal too, a line for each event of each resource')
  .option('--json', 'print the deployment as JSON')

await runCommand<Options>(import.meta.url, command, async ({ parameter = {}, json, ...options }, context) => {
  const deployment = await deploy({ ...options, parameters: parameter, ...context })
  console.log(json ? JSON.stringify(deployment, undefined, 2) : deploymentSummary(deployment))
})
