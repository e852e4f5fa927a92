import type { AwsConnection } from '../../command/aws-connection.ts'
import type { ExpectedLogGroups } from '../expected-log-groups.ts'
import type { Resource } from '../resource.ts'

/** Everything that destroy knows about a resource type. A type that AWS removes with another resource has no record. */
export interface RemovableType {
  /** CloudFormation's name of the type. */
  readonly type: string
  /**
   * The service and the resource part of its ARN; the first group of the pattern is the id. Source: "Resource types
   * defined by" the service in docs.aws.amazon.com/service-authorization/latest/reference/. Undefined if the tagging
   * API does not list the type.
   */
  readonly arn: { readonly service: string; readonly resource: RegExp } | undefined
  /**
   * Whether its own service knows the id. A resource that is being deleted counts as gone. Undefined if the id alone is
   * not enough to remove it, so that it is only found in its VPC.
   */
  readonly isThere: ((connection: AwsConnection, id: string) => Promise<boolean>) | undefined
  /** The AWS CLI commands, without `aws` and the Region: https://docs.aws.amazon.com/cli/latest/reference/ has each. */
  readonly commands: (found: Found) => readonly (readonly string[])[]
  /** Finds resources by the names and tags that their own service knows. */
  readonly findByName?: (search: Search) => Promise<readonly Sighting[]>
  /** Finds resources in a VPC, which cannot be deleted before them. Everything counts, regardless of who made it. */
  readonly findInVpc?: (search: VpcSearch) => Promise<readonly Sighting[]>
  /** Finds resources or data that must be known or removed before a resource of the type can be removed. */
  readonly before?: {
    /** `versions in`; the id follows. */
    readonly what: string
    readonly find: (connection: AwsConnection, id: string) => Promise<readonly Found[]>
  }
}

/** A resource that was found, with the data that its removal needs. */
export interface Found extends Resource {
  /** Why it exists, or why it cannot be removed by hand. */
  readonly note?: string
  /** The group of a security group rule. */
  readonly group?: string
  /** The VPC to which an internet gateway is attached. */
  readonly vpc?: string
  /** The policies that must be removed before a role. */
  readonly inlinePolicies?: readonly string[]
  readonly attachedPolicies?: readonly string[]
  /** Whether a bucket has versions or delete markers, which remain when its objects are deleted. */
  readonly hasVersions?: boolean
  /** Whether a stack has termination protection. */
  readonly isProtected?: boolean
  /** AWS removes it without a command, or only the service that made it can. */
  readonly notByHand?: boolean
}

/** A resource that has a name or place of the deployment, and whether it belongs to the deployment. */
export interface Sighting extends Omit<Found, 'type'> {
  readonly ours: boolean
}

export interface Search {
  readonly connection: AwsConnection
  readonly prefix: string
  readonly logGroups: ExpectedLogGroups
}

export interface VpcSearch {
  readonly connection: AwsConnection
  readonly prefix: string
  readonly vpcId: string
}
