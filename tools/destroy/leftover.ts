import { removalCommands } from './removal-commands.ts'
import type { Removed } from './removed.ts'

/** Something found, with what its removal needs to know. */
export interface Found extends Removed {
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
  /** AWS removes it by itself, or only whoever made it can. */
  readonly notByHand?: boolean
}

/** What is still there although it should not be, and the AWS CLI commands that remove it. */
export interface Leftover extends Removed {
  readonly note?: string
  readonly commands: readonly string[]
}

/** In an order in which the commands work: what needs something goes before it, a stack after its resources. */
export function toLeftovers(found: readonly Found[], region: string): Leftover[] {
  const once = new Map<string, Found>()
  for (const one of found) once.set(`${one.type} ${one.id}`, { ...once.get(`${one.type} ${one.id}`), ...one })
  return [...once.values()]
    .sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1))
    .map(one => ({
      type: one.type,
      id: one.id,
      ...(one.note && { note: one.note }),
      commands: one.notByHand ? [] : removalCommands(one, region),
    }))
}

/** For each its type and id, the note, and the commands. */
export function leftoverLines(leftovers: readonly Leftover[]): string[] {
  return leftovers.flatMap(({ type, id, note, commands }) => [
    `  ${type}  ${id}${note ? `: ${note}` : ''}`,
    ...commands.map(command => `      ${command}`),
  ])
}

const order = [
  'AWS::Lambda::Function',
  'AWS::ApiGateway::RestApi',
  'AWS::S3::Bucket',
  'AWS::EFS::AccessPoint',
  'AWS::EFS::MountTarget',
  'AWS::EFS::FileSystem',
  'AWS::EC2::NetworkInterface',
  'AWS::EC2::SecurityGroupIngress',
  'AWS::EC2::SecurityGroupEgress',
  'AWS::EC2::VPCEndpoint',
  'AWS::EC2::InternetGateway',
  'AWS::EC2::SecurityGroup',
  'AWS::EC2::Subnet',
  'AWS::EC2::RouteTable',
  'AWS::EC2::VPC',
  'AWS::IAM::Role',
  'AWS::Logs::LogGroup',
  'AWS::CloudFormation::Stack',
]

function rank({ type }: Found): number {
  const place = order.indexOf(type)
  return place === -1 ? order.length : place
}
