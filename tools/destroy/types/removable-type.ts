import type { AwsConnection } from '../../command/aws-connection.ts'
import type { DeploymentLogGroups } from '../deployment-log-groups.ts'
import type { Resource } from '../resource.ts'

/** Everything that destroy knows about a resource type. One that AWS removes with another resource has none. */
export interface RemovableType {
  /** As CloudFormation calls it. */
  readonly type: string
  /**
   * The service of its ARN, and the resource part, whose first group is the id: "Resource types defined by" the service in
   * docs.aws.amazon.com/service-authorization/latest/reference/. Undefined when the tagging API does not list the type.
   */
  readonly arn: { readonly service: string; readonly resource: RegExp } | undefined
  /**
   * Whether its own service knows the id. A resource that is being deleted is gone. Undefined when the id alone does not
   * suffice to remove it, so that it is only found in its VPC.
   */
  readonly isThere: ((connection: AwsConnection, id: string) => Promise<boolean>) | undefined
  /** The AWS CLI commands, without `aws` and the Region: https://docs.aws.amazon.com/cli/latest/reference/ has each. */
  readonly commands: (found: Found) => readonly (readonly string[])[]
  /** Finds it by the names and tags that its own service knows. */
  readonly findByName?: (search: Search) => Promise<readonly Sighting[]>
  /** Finds it in a VPC, which cannot be deleted before. Everything counts, whoever made it. */
  readonly findInVpc?: (search: VpcSearch) => Promise<readonly Sighting[]>
  /** Finds what must be known or removed before a resource of the type can be removed. */
  readonly before?: {
    /** `versions in`; the id follows. */
    readonly what: string
    readonly find: (connection: AwsConnection, id: string) => Promise<readonly Found[]>
  }
}

/** Something found, with what its removal needs to know. */
export interface Found extends Resource {
  /** Why it is there, or why it cannot be removed by hand. */
  readonly note?: string
  /** Of a security group rule: its group. */
  readonly group?: string
  /** Of an internet gateway: the VPC to which it is attached. */
  readonly vpc?: string
  /** Of a role: what must go first. */
  readonly inlinePolicies?: readonly string[]
  readonly attachedPolicies?: readonly string[]
  /** Of a bucket: whether it holds versions or delete markers, which remain when its objects are deleted. */
  readonly hasVersions?: boolean
  /** Of a stack: whether it has termination protection. */
  readonly isProtected?: boolean
  /** AWS removes it by itself, or only the service that made it can. */
  readonly notByHand?: boolean
}

/** A resource that has a name or place of the deployment, and whether it belongs to the deployment. */
export interface Sighting extends Omit<Found, 'type'> {
  readonly ours: boolean
}

export interface Search {
  readonly connection: AwsConnection
  readonly prefix: string
  readonly logGroups: DeploymentLogGroups
}

export interface VpcSearch {
  readonly connection: AwsConnection
  readonly prefix: string
  readonly vpcId: string
}
