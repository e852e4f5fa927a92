import { CloudFormationClient, type Stack } from '@aws-sdk/client-cloudformation'
import { GetRoleCommand, IAMClient, NoSuchEntityException } from '@aws-sdk/client-iam'
import { GetFunctionConfigurationCommand, LambdaClient, ResourceNotFoundException } from '@aws-sdk/client-lambda'
import { S3Client } from '@aws-sdk/client-s3'
import { CommandError } from '../command/command-error.ts'
import { bucketState } from '../deploy/bucket-state.ts'
import { artifactsBucketName, functionNames, modelsBucketName } from '../deploy/names.ts'
import { commandLine } from '../deploy/prefix.ts'
import { logGroupNames } from '../destroy/expected-log-groups.ts'
import { findLogGroups } from '../destroy/log-groups.ts'
import { findStack, requireOurStack } from '../stack/find-stack.ts'
import { type Finding, ok, orProblem, orUnknown, type Plan } from './finding.ts'
import { checkLeftovers } from './leftovers.ts'

/** Checks that the names are free or ours. CloudFormation makes nothing whose name is taken. */
export async function checkNames(plan: Plan): Promise<Finding[]> {
  const { connection, prefix } = plan
  const client = connection.clients.get(CloudFormationClient)
  let stack: Stack | undefined
  const found = await orProblem('stack', async () => {
    stack = await findStack(client, prefix)
    return [stackFinding(stack, prefix)]
  })
  const buckets = await orUnknown('buckets', () => checkBuckets(plan, stack !== undefined))
  // A stack of ours made these names itself.
  if (stack) return [...found, ...buckets]
  return [
    ...found,
    ...buckets,
    ...(await taken('functions', functionNames(prefix), name => functionExists(plan, name))),
    ...(await taken('roles', functionNames(prefix), name => roleExists(plan, name))),
    ...(await checkLogGroups(plan)),
    ...(await checkLeftovers(plan)),
  ]
}

function stackFinding(stack: Stack | undefined, prefix: string): Finding {
  const check = 'stack'
  if (!stack) return ok(check, `there is no stack ${prefix} yet`)
  const status = stack.StackStatus!
  const sentence = `stack ${prefix} exists, ${status}`
  try {
    requireOurStack(stack)
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    return { check, outcome: 'problem', sentence: error.message, nextStep: error.nextStep! }
  }
  const destroy = commandLine('destroy', prefix)
  if (status === 'DELETE_FAILED' || status === 'UPDATE_ROLLBACK_FAILED') {
    const nextStep = `Finish its removal first: \`${destroy}\`.`
    return { check, outcome: 'problem', sentence: `${sentence}, and takes no update.`, nextStep }
  }
  if (status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS') {
    return {
      check,
      outcome: 'warning',
      sentence: `${sentence}.`,
      nextStep: 'The deployment will wait for that to end.',
    }
  }
  return ok(check, `${sentence}; a deployment updates it`)
}

async function checkBuckets(plan: Plan, hasStack: boolean): Promise<Finding[]> {
  const models = modelsBucketName(plan.prefix)
  const artifacts = artifactsBucketName(plan.prefix, plan.connection)
  const found = [
    await checkBucket(plan, models, hasStack),
    // The bucket exists before the first deployment's stack, and after an interrupted removal.
    await checkBucket(plan, artifacts, true),
  ]
  const problems = found.filter(({ outcome }) => outcome !== 'ok')
  if (problems.length > 0) return problems
  return [ok('buckets', found.map(({ sentence }) => sentence).join('; '))]
}

/** @param mayBeOurs whether a deployment may continue with a bucket that has our tags */
async function checkBucket({ connection, prefix }: Plan, bucket: string, mayBeOurs: boolean): Promise<Finding> {
  const check = 'buckets'
  const problem = (sentence: string, nextStep: string): Finding => ({ check, outcome: 'problem', sentence, nextStep })
  const state = await bucketState(connection.clients.get(S3Client), bucket, { ...connection, prefix })
  if (state === 'absent') return ok(check, `no bucket has the name ${bucket}`)
  if (state === 'elsewhere') {
    return problem(`The name ${bucket} is taken by another account, or in another Region.`, 'Use another --prefix.')
  }
  if (state === 'ours' && mayBeOurs) return ok(check, `${bucket} exists and belongs to this deployment`)
  const nextStep = `Empty and delete it (\`aws s3 rb s3://${bucket} --force\`), or use another --prefix.`
  return problem(`Bucket ${bucket} exists ${state === 'ours' ? 'without a stack' : 'without our tags'}.`, nextStep)
}

async function taken(
  check: string,
  candidates: readonly string[],
  exists: (name: string) => Promise<boolean>,
): Promise<Finding[]> {
  return orUnknown(check, async () => {
    const found: string[] = []
    for (const name of candidates) if (await exists(name)) found.push(name)
    if (found.length === 0) return [ok(check, `${candidates.join(', ')} are free`)]
    const nextStep = 'Delete them if nothing uses them, or use another --prefix.'
    return [{ check, outcome: 'problem', sentence: `These exist without a stack: ${found.join(', ')}.`, nextStep }]
  })
}

async function checkLogGroups({ connection, prefix }: Plan): Promise<Finding[]> {
  const check = 'log groups'
  return orUnknown(check, async () => {
    const groups = await findLogGroups(connection, logGroupNames(prefix, undefined))
    if (groups.length === 0) return [ok(check, 'their names are free')]
    const nextStep = `Logs that arrived after a removal bring a group back. Remove it: \`${commandLine('destroy', prefix)}\`.`
    return [{ check, outcome: 'problem', sentence: `These exist without a stack: ${groups.join(', ')}.`, nextStep }]
  })
}

async function functionExists({ connection }: Plan, FunctionName: string): Promise<boolean> {
  try {
    await connection.clients.get(LambdaClient).send(new GetFunctionConfigurationCommand({ FunctionName }))
    return true
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return false
    throw error
  }
}

async function roleExists({ connection }: Plan, RoleName: string): Promise<boolean> {
  try {
    await connection.clients.get(IAMClient).send(new GetRoleCommand({ RoleName }))
    return true
  } catch (error) {
    if (error instanceof NoSuchEntityException) return false
    throw error
  }
}
