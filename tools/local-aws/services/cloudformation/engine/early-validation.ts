import { randomUUID } from 'node:crypto'
import type { OperationEvent, OperationType } from '@aws-sdk/client-cloudformation'
import type { Account } from '../operation.ts'
import type { Definition, Stack } from '../stack.ts'
import { propertyProblems } from '../template/property-validation.ts'
import { isUnknown } from '../template/unknown-value.ts'
import { Evaluation } from './evaluation.ts'
import type { Failures } from './failures.ts'
import type { StackRun } from './stack-run.ts'

/**
 * Pre-deployment validation: property errors stop an operation before anything is provisioned. The reason names only
 * the validation; what is wrong is told by DescribeEvents.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/validate-stack-deployments.html
 *
 * Unlike AWS: names that are taken already and buckets that are not empty are not looked for in advance.
 */
const failureReason =
  'The following hook(s)/validation failed: [AWS::EarlyValidation::PropertyValidation]. ' +
  'To troubleshoot Early Validation errors, use the DescribeEvents API for detailed failure information.'

export interface EarlyValidation {
  readonly account: Account
  readonly stack: Stack
  readonly definition: Definition
  readonly operation: OperationType
}

/** Why the definition cannot be deployed. What is wrong goes to `errors`. */
export function earlyFailure(validation: EarlyValidation, errors: OperationEvent[]): string | undefined {
  const { account, stack, definition } = validation
  const evaluation = new Evaluation(account, stack, { definition, resources: id => stack.resources.get(id) })
  const found = evaluation.logicalIds.flatMap(logicalId => resourceErrors(validation, evaluation, logicalId))
  errors.push(...found)
  return found.length > 0 ? failureReason : undefined
}

/** The same for a run of the engine. */
export function validateEarly({ account, stack, validates, parent }: StackRun, failures: Failures): boolean {
  if (!validates) return true
  const operation = stack.status.startsWith('UPDATE') ? 'UPDATE_STACK' : 'CREATE_STACK'
  const errors: OperationEvent[] = []
  const reason = earlyFailure({ account, stack, definition: stack.definition, operation }, errors)
  stack.validationErrors.push(...errors)
  if (!reason) return true
  // A parent shows its nested stack's reason, so that it had better say which property it is.
  failures.because(parent ? `${reason} ${errors.map(describe).join(' ')}` : reason)
  return false
}

function describe({ LogicalResourceId, ValidationStatusReason }: OperationEvent): string {
  return `${LogicalResourceId}: ${ValidationStatusReason}.`
}

function resourceErrors(
  { stack, operation }: EarlyValidation,
  evaluation: Evaluation,
  logicalId: string,
): OperationEvent[] {
  const type = evaluation.typeOf(logicalId)
  const problems = propertyProblems(logicalId, type, evaluation.properties(logicalId), isUnknown)
  return problems.map(({ message, path }) => ({
    EventId: randomUUID(),
    StackId: stack.stackId,
    OperationType: operation,
    EventType: 'VALIDATION_ERROR',
    LogicalResourceId: logicalId,
    PhysicalResourceId: stack.resources.get(logicalId)?.physicalId ?? '',
    ResourceType: type,
    Timestamp: new Date(),
    ValidationFailureMode: 'FAIL',
    ValidationName: 'PROPERTY_VALIDATION',
    ValidationStatus: 'FAILED',
    ValidationStatusReason: message,
    ValidationPath: path,
  }))
}
