import { randomUUID } from 'node:crypto'
import type { OperationEvent, OperationType } from '@aws-sdk/client-cloudformation'
import type { Account } from '../operation.ts'
import type { Definition, Stack } from '../stack.ts'
import { propertyProblems } from '../template/property-validation.ts'
import { isUnknown } from '../template/unknown-value.ts'
import { Evaluation } from './evaluation.ts'
import type { Failures } from './failures.ts'
import type { StackRun } from './stack-run.ts'
import { takenName } from './taken-names.ts'

/**
 * The reason of a failed pre-deployment validation. Wrong properties and taken names stop an operation before anything
 * is provisioned; a bucket that will be deleted and is not empty is a warning in a change set. The reason names only
 * the validation; DescribeEvents has the details.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/validate-stack-deployments.html Words:
 * github.com/serverless/serverless/issues/13248, github.com/aws-cloudformation/rain/pull/744
 *
 * Unlike AWS: a change set has no warning of service quotas, since the words of its event are not known. The other two
 * warnings are of AWS Config and ECR, which the local AWS does not have.
 */
function failureReason(errors: readonly OperationEvent[]): string {
  const hooks = Object.entries(hookOf).filter(([validation]) =>
    errors.some(({ ValidationName }) => ValidationName === validation),
  )
  return (
    `The following hook(s)/validation failed: [${hooks.map(([, hook]) => `AWS::EarlyValidation::${hook}`).join(', ')}]. ` +
    'To troubleshoot Early Validation errors, use the DescribeEvents API for detailed failure information.'
  )
}

const hookOf = {
  PROPERTY_VALIDATION: 'PropertyValidation',
  NAME_CONFLICT_VALIDATION: 'ResourceExistenceCheck',
} as const

export interface EarlyValidation {
  readonly account: Account
  readonly stack: Stack
  readonly definition: Definition
  readonly operation: OperationType
}

/** Returns why the definition cannot be deployed, and adds the details to `errors`. */
export function earlyFailure(validation: EarlyValidation, errors: OperationEvent[]): string | undefined {
  const { account, stack, definition } = validation
  const evaluation = new Evaluation(account, stack, { definition, resources: id => stack.resources.get(id) })
  const found = evaluation.logicalIds.flatMap(logicalId => resourceErrors(validation, evaluation, logicalId))
  errors.push(...found)
  if (validation.operation === 'CREATE_CHANGESET') errors.push(...fullBuckets(validation, evaluation))
  return found.length > 0 ? failureReason(found) : undefined
}

/** Validates a run of the engine in the same way. */
export function validateEarly({ account, stack, validates, parent }: StackRun, failures: Failures): boolean {
  if (!validates) return true
  const operation = stack.status.startsWith('UPDATE') ? 'UPDATE_STACK' : 'CREATE_STACK'
  const errors: OperationEvent[] = []
  const reason = earlyFailure({ account, stack, definition: stack.definition, operation }, errors)
  stack.validationErrors.push(...errors)
  if (!reason) return true
  // A parent shows its nested stack's reason, so the reason should name the property.
  failures.because(parent ? `${reason} ${errors.map(describe).join(' ')}` : reason)
  return false
}

function describe({ LogicalResourceId, ValidationStatusReason }: OperationEvent): string {
  return `${LogicalResourceId}: ${ValidationStatusReason}.`
}

function resourceErrors(validation: EarlyValidation, evaluation: Evaluation, logicalId: string): OperationEvent[] {
  const { account, stack } = validation
  const type = evaluation.typeOf(logicalId)
  const properties = evaluation.properties(logicalId)
  const problems = propertyProblems(logicalId, type, properties, isUnknown)
  const found = problems.map(({ message, path }) =>
    event(validation, { logicalId, type }, { ValidationName: 'PROPERTY_VALIDATION', path, message }),
  )
  const taken = takenName(account, type, properties)
  const own = taken && stack.resources.get(logicalId)?.properties[taken.property] === taken.name
  if (taken && !own) {
    const message = `Resource of type '${type}' with identifier '${taken.name}' already exists.`
    const path = `/Resources/${logicalId}`
    found.push(event(validation, { logicalId, type }, { ValidationName: 'NAME_CONFLICT_VALIDATION', path, message }))
  }
  return found
}

/** Finds buckets with content that the change set would delete. */
function fullBuckets(validation: EarlyValidation, evaluation: Evaluation): OperationEvent[] {
  const { account, stack } = validation
  const dropped = [...stack.resources.values()].filter(
    ({ logicalId, type, deletionPolicy }) =>
      type === 'AWS::S3::Bucket' && deletionPolicy === 'Delete' && !evaluation.logicalIds.includes(logicalId),
  )
  return dropped
    .filter(({ physicalId }) => account.s3.buckets.get(physicalId ?? '')?.objects.isEmpty === false)
    .map(resource => {
      const message = `The bucket '${resource.physicalId}' is not empty. You must either delete all objects and versions or use the deletion policy to retain it, otherwise the delete operation will fail.`
      const path = `/Resources/${resource.logicalId}`
      return event(validation, resource, { ValidationName: 'BUCKET_EMPTINESS_VALIDATION', path, message, warns: true })
    })
}

interface Finding {
  readonly ValidationName: string
  readonly path: string
  readonly message: string
  readonly warns?: boolean
}

function event(
  { stack, operation }: EarlyValidation,
  { logicalId, type }: { readonly logicalId: string; readonly type: string },
  { ValidationName, path, message, warns }: Finding,
): OperationEvent {
  return {
    EventId: randomUUID(),
    StackId: stack.stackId,
    OperationType: operation,
    EventType: 'VALIDATION_ERROR',
    LogicalResourceId: logicalId,
    PhysicalResourceId: stack.resources.get(logicalId)?.physicalId ?? '',
    ResourceType: type,
    Timestamp: new Date(),
    ValidationFailureMode: warns ? 'WARN' : 'FAIL',
    ValidationName,
    ValidationStatus: 'FAILED',
    ValidationStatusReason: message,
    ValidationPath: path,
  }
}
