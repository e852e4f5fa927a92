import { readFileSync } from 'node:fs'
import { EC2Client, paginateDescribeVpcs } from '@aws-sdk/client-ec2'
import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { parseDocument } from 'yaml'
import { MisuseError } from '../command/command-error.ts'
import { fullRun } from '../measure/sample-sizes.ts'
import { type Finding, ok, type Plan } from './finding.ts'

const increase = 'aws service-quotas request-service-quota-increase'

/** The demonstration makes ten parallel calls, and a new account may run ten at once. */
export async function checkConcurrency({ connection }: Plan): Promise<Finding[]> {
  const check = 'concurrency'
  const { AccountLimit } = await connection.clients.get(LambdaClient).send(new GetAccountSettingsCommand({}))
  const free = AccountLimit!.UnreservedConcurrentExecutions!
  const needed = fullRun.concurrency
  const sentence = `${free} of ${AccountLimit!.ConcurrentExecutions} concurrent executions are unreserved, and ${needed} calls are made at once`
  if (free > needed) return [ok(check, sentence)]
  // Lambda's refusal is 429, which API Gateway turns into 500
  // (docs.aws.amazon.com/lambda/latest/dg/services-apigateway-errors.html).
  const nextStep =
    'Ask for more, which costs nothing and may take a day: ' +
    `\`${increase} --service-code lambda --quota-code L-B99A9384 --desired-value 1000\`. `
  if (free < needed) {
    const then = 'Until then a run fails at its parallel step: the calls beyond the quota are answered with 500.'
    return [{ check, outcome: 'problem', sentence: `Only ${sentence}.`, nextStep: nextStep + then }]
  }
  const then =
    'Until then run nothing else at the same time: a call over the quota is answered with 500, and the run reports it.'
  return [{ check, outcome: 'warning', sentence: `Just ${sentence}: a new account.`, nextStep: nextStep + then }]
}

/**
 * New accounts may give a function 3008 MB at most. No call returns this limit.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export async function checkMemory(parameters: Readonly<Record<string, string>>): Promise<Finding[]> {
  const check = 'memory'
  const sizes = ['ProducerMemorySize', 'ConsumerMemorySize'].map(name => ({
    name,
    megabytes: Number(parameters[name] ?? defaultOf(name)),
  }))
  const said = sizes.map(({ name, megabytes }) => `${name} ${megabytes} MB`).join(', ')
  for (const { name, megabytes } of sizes) {
    if (!Number.isInteger(megabytes)) throw new MisuseError(`${name} is a number of MB, got '${parameters[name]}'.`)
  }
  if (sizes.every(({ megabytes }) => megabytes <= newAccountMemory)) {
    return [ok(check, `${said}; a new account may use ${newAccountMemory} MB`)]
  }
  return [
    {
      check,
      outcome: 'warning',
      sentence: `${said}: more than ${newAccountMemory} MB, which is all that a new account may use.`,
      nextStep: 'Use less memory, or ask AWS Support for more if the deployment fails with "MemorySize".',
    },
  ]
}

const newAccountMemory = 3008

function defaultOf(parameter: string): string | undefined {
  const template = readFileSync(new URL('../../cloudformation/compute.yaml', import.meta.url), 'utf8')
  const { Parameters } = parseDocument(template, { logLevel: 'error' }).toJS() as {
    Parameters: Record<string, { Default?: string }>
  }
  return Parameters[parameter]?.Default
}

/**
 * A Region holds 5 VPCs unless the account asked for more:
 * https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html This check cannot know a raised quota, so
 * reaching the default is a warning, and reaching a given quota is a problem.
 */
export async function checkVpcs({ connection, prefix }: Plan, given: number | undefined): Promise<Finding[]> {
  const quota = given ?? defaultVpcQuota
  const check = 'VPCs'
  const client = connection.clients.get(EC2Client)
  const vpcs = []
  for await (const page of paginateDescribeVpcs({ client }, {})) vpcs.push(...(page.Vpcs ?? []))
  const ours = vpcs.some(({ Tags }) => Tags?.some(({ Key, Value }) => Key === 'Prefix' && Value === prefix))
  const sentence = `${vpcs.length} of ${quota} VPCs are in ${connection.region}${ours ? ', this deployment has one' : ''}`
  if (ours || vpcs.length < quota) return [ok(check, sentence)]
  return [
    {
      check,
      outcome: given === undefined ? 'warning' : 'problem',
      sentence: `${sentence}: there is no room for another${given === undefined ? ', unless the quota was raised' : ''}.`,
      nextStep:
        'Use another --region, remove a VPC, or ask for more: ' +
        `\`${increase} --service-code vpc --quota-code L-F678F1CE --desired-value ${quota + 5}\`. ` +
        'If the quota is raised already, give it: --vpc-quota N.',
    },
  ]
}

const defaultVpcQuota = 5
