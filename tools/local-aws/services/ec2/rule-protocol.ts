import type { IpPermission } from '@aws-sdk/client-ec2'
import { AwsError } from '../../aws-error.ts'

const names: Readonly<Record<string, string>> = { 1: 'icmp', 6: 'tcp', 17: 'udp', 58: 'icmpv6' }

/**
 * The protocol and ports of a rule in EC2's form: `6` is `tcp`; a protocol without ports has all (-1).
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
 *
 * @throws AwsError InvalidParameterValue
 */
export function protocolAndPorts({ IpProtocol, FromPort, ToPort }: IpPermission): {
  ipProtocol: string
  fromPort: number
  toPort: number
} {
  const ipProtocol = canonicalProtocol(IpProtocol)
  if (ipProtocol === 'tcp' || ipProtocol === 'udp') {
    return { ipProtocol, ...range('TCP/UDP', FromPort, ToPort, checkPorts) }
  }
  if (ipProtocol === 'icmp') return { ipProtocol, ...range('ICMP', FromPort, ToPort, checkTypeAndCode) }
  // "For icmpv6, the port range is optional; if you omit the port range, traffic for all types and codes is allowed."
  if (ipProtocol === 'icmpv6' && (FromPort !== undefined || ToPort !== undefined)) {
    return { ipProtocol, ...range('ICMP', FromPort, ToPort, checkTypeAndCode) }
  }
  return { ipProtocol, fromPort: -1, toPort: -1 }
}

function canonicalProtocol(given: string | undefined): string {
  // Words: https://github.com/nanovms/ops/issues/735
  if (given === undefined) {
    throw invalid("Invalid value 'null' for protocol. VPC security group rules must specify protocols explicitly.")
  }
  const name = names[given] ?? given.toLowerCase()
  const number = /^\d{1,3}$/.test(name) && Number(name) <= 255
  if (name === '-1' || number || Object.values(names).includes(name)) return name
  // Words: https://github.com/hashicorp/terraform-provider-aws/issues/1793
  throw invalid(`Invalid value '${given}' for IP protocol. Unknown protocol.`)
}

function range(
  kind: string,
  fromPort: number | undefined,
  toPort: number | undefined,
  check: (from: number, to: number) => void,
): { fromPort: number; toPort: number } {
  // Words: https://github.com/aws-cloudformation/cfn-lint/issues/1323
  if (fromPort === undefined || toPort === undefined) {
    throw invalid(`Invalid value 'Must specify both from and to ports with ${kind}.' for portRange.`)
  }
  check(fromPort, toPort)
  return { fromPort, toPort }
}

// Words: https://github.com/aws/aws-cli/issues/1066. The words for a reversed range are not documented.
function checkPorts(from: number, to: number): void {
  for (const [end, port] of [
    ['from', from],
    ['to', to],
  ] as const) {
    if (!Number.isInteger(port) || port < 0 || port > 65535) {
      throw invalid(`TCP/UDP (${end}) port (${port}) out of range`)
    }
  }
  if (from > to) throw invalid(`Invalid TCP/UDP port range (${from}:${to})`)
}

// Words: https://github.com/terraform-aws-modules/terraform-aws-security-group/issues/7
function checkTypeAndCode(type: number, code: number): void {
  for (const [part, value] of [
    ['type', type],
    ['code', code],
  ] as const) {
    if (!Number.isInteger(value) || value < -1 || value > 255) throw invalid(`ICMP ${part} (${value}) out of range`)
  }
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message)
}
