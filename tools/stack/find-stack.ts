import {
  type CloudFormationClient,
  CloudFormationServiceException,
  DescribeStacksCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation'
import { CommandError } from '../command/command-error.ts'
import { isOurStack } from './stack-tags.ts'

/** Finds a stack by name or ARN, or returns undefined. By ARN, a deleted stack is found for 90 days. */
export async function findStack(client: CloudFormationClient, nameOrId: string): Promise<Stack | undefined> {
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: nameOrId }))
    return Stacks?.[0]
  } catch (error) {
    const missing = error instanceof CloudFormationServiceException && / does not exist/.test(error.message)
    if (missing && error.name === 'ValidationError') return undefined
    throw error
  }
}

/** Throws FOREIGN_STACK if another project made the stack. A stack that is only planned has no resources and no tags yet. */
export function requireOurStack({ StackName, StackStatus, Tags }: Stack): void {
  if (StackStatus === 'REVIEW_IN_PROGRESS' || isOurStack(Tags)) return
  throw new CommandError(
    'FOREIGN_STACK',
    `Stack ${StackName} exists without the tag Project=lambda-efs: something else made it.`,
    { nextStep: 'Choose another --prefix.' },
  )
}
