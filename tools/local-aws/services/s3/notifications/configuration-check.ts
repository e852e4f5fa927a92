import { Event, type LambdaFunctionConfiguration, type NotificationConfiguration } from '@aws-sdk/client-s3'
import type { Bucket } from '../bucket.ts'
import type { Account } from '../operation.ts'
import { invalidArgument, notBuilt, S3Error } from '../s3-errors.ts'
import { eventNames } from './event-record.ts'
import { filterOf } from './filter.ts'

const knownEvents: readonly string[] = Object.values(Event)

/**
 * Makes S3's checks of a notification configuration.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html
 *
 * @throws AwsError InvalidArgument 400, NotImplemented 501 for destinations and events that are not built
 */
export function checkConfiguration(
  account: Account,
  bucket: Bucket,
  configuration: NotificationConfiguration,
  skipDestinationValidation: boolean,
): void {
  for (const member of ['TopicConfigurations', 'QueueConfigurations', 'EventBridgeConfiguration'] as const) {
    const destinations = configuration[member]
    if (Array.isArray(destinations) ? destinations.length > 0 : destinations) {
      throw notBuilt(`bucket notifications by ${member}; it delivers to Lambda functions`)
    }
  }
  const functions = configuration.LambdaFunctionConfigurations ?? []
  for (const one of functions) checkEventsAndFilter(one)
  checkIds(functions)
  checkOverlap(functions)
  if (!skipDestinationValidation) for (const one of functions) checkDestination(account, bucket, one)
}

function checkEventsAndFilter(configuration: LambdaFunctionConfiguration): void {
  const { LambdaFunctionArn } = configuration
  // This check runs even if the destination is not validated: recorded/s3.yaml has the source.
  if (!LambdaFunctionArn!.startsWith('arn:'))
    throw invalidArgument('The ARN could not be parsed', 'CloudFunction', LambdaFunctionArn)
  const events = configuration.Events ?? []
  if (events.length === 0) throw invalidArgument('At least one event must be specified.', 'Event')
  for (const event of events) {
    // No source is recorded for the words.
    if (!knownEvents.includes(event))
      throw invalidArgument('The event is not supported for notifications', 'Event', event)
    if (!eventNames.some(name => covers(event, name))) throw notBuilt(`the bucket notification event ${event}`)
  }
  filterOf(configuration)
}

function checkIds(configurations: readonly LambdaFunctionConfiguration[]): void {
  const ids = configurations.flatMap(({ Id }) => Id ?? [])
  if (new Set(ids).size < ids.length) {
    throw invalidArgument('Same ID used for multiple configurations. IDs must be unique')
  }
}

/** Two rules that could match the same event are refused, even with the same destination. */
function checkOverlap(configurations: readonly LambdaFunctionConfiguration[]): void {
  for (const [index, one] of configurations.entries()) {
    for (const other of configurations.slice(index + 1)) {
      if (sharesEvent(one, other) && filterOf(one).overlaps(filterOf(other))) {
        throw invalidArgument(
          'Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes are overlapping for the same event type.',
        )
      }
    }
  }
}

/** S3 asks Lambda whether the bucket may invoke the function. A missing function gets the same error. */
function checkDestination(account: Account, bucket: Bucket, { LambdaFunctionArn }: LambdaFunctionConfiguration): void {
  const invoker = { service: 's3.amazonaws.com' as const, sourceArn: bucket.arn, sourceAccount: account.id }
  if (account.lambda.allowsService(LambdaFunctionArn!, invoker)) return
  // Members: recorded/s3.yaml.
  throw new S3Error('InvalidArgument', 'Unable to validate the following destination configurations', 400, {
    ArgumentName1: `${LambdaFunctionArn}, null`,
    ArgumentValue1: `Not authorized to invoke function [${LambdaFunctionArn}]`,
  })
}

function sharesEvent(one: LambdaFunctionConfiguration, other: LambdaFunctionConfiguration): boolean {
  return eventNames.some(name => includesEvent(one, name) && includesEvent(other, name))
}

export function includesEvent(configuration: LambdaFunctionConfiguration, eventName: string): boolean {
  return (configuration.Events ?? []).some(event => covers(event, eventName))
}

/** `s3:ObjectCreated:*` covers `ObjectCreated:Put`. */
function covers(event: string, eventName: string): boolean {
  const pattern = event.replace(/^s3:/, '')
  return pattern.endsWith(':*') ? eventName.startsWith(pattern.slice(0, -1)) : pattern === eventName
}
