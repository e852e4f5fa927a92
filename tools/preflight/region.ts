import { DescribeAvailabilityZonesCommand, EC2Client, paginateDescribeSubnets } from '@aws-sdk/client-ec2'
import { type Finding, ok, type Plan } from './finding.ts'

/**
 * Where Lambda does not mount EFS, although both are there: New Zealand, Taipei, Malaysia, Mexico, Thailand, Calgary.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-filesystem.html ("Supported Regions", read in November 2026)
 */
const withoutMounts: ReadonlySet<string> = new Set([
  'ap-southeast-6',
  'ap-east-2',
  'ap-southeast-5',
  'mx-central-1',
  'ap-southeast-7',
  'ca-west-1',
])

/** Whether Lambda mounts EFS in the Region, and whether CloudFormation finds two zones for the two subnets. */
export async function checkRegion(plan: Plan): Promise<Finding[]> {
  const { region, partition } = plan.connection
  const check = 'Region'
  if (withoutMounts.has(region)) {
    const sentence = `Lambda does not mount EFS in ${region}.`
    return [{ check, outcome: 'problem', sentence, nextStep: 'Use another --region.' }]
  }
  const zones = await zonesOfTemplates(plan)
  if (zones.names.length < 2) {
    return [
      {
        check,
        outcome: 'problem',
        sentence: `Fn::GetAZs gives ${zones.names.length} zones in ${region}${zones.only}, and the subnets need two.`,
        nextStep:
          zones.only === ''
            ? 'Use another --region.'
            : 'Make a default subnet in a second zone (`aws ec2 create-default-subnet --availability-zone ZONE`), or use another --region.',
      },
    ]
  }
  const sentence = `${region}, zones ${zones.names.join(', ')}${zones.only}`
  if (partition === 'aws') return [ok(check, sentence)]
  // The guide speaks of commercial Regions.
  const nextStep = `Check whether Lambda mounts EFS in ${region}: the guide that we read says so of commercial Regions only.`
  return [{ check, outcome: 'warning', sentence: `${sentence}; partition ${partition}.`, nextStep }]
}

/**
 * The zones as Fn::GetAZs gives them: those with a default subnet, or all if none has one
 * (docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getavailabilityzones.html).
 * Local and Wavelength zones, which DescribeAvailabilityZones lists where the account has opted in, hold no mount targets.
 */
async function zonesOfTemplates({ connection }: Plan): Promise<{ names: string[]; only: string }> {
  const client = connection.clients.get(EC2Client)
  const request = new DescribeAvailabilityZonesCommand({ Filters: [{ Name: 'state', Values: ['available'] }] })
  const { AvailabilityZones = [] } = await client.send(request)
  const names = AvailabilityZones.filter(({ ZoneType = 'availability-zone' }) => ZoneType === 'availability-zone').map(
    ({ ZoneName }) => ZoneName!,
  )
  const withDefault = new Set<string>()
  for await (const { Subnets = [] } of paginateDescribeSubnets({ client }, {})) {
    for (const { DefaultForAz, AvailabilityZone } of Subnets) if (DefaultForAz) withDefault.add(AvailabilityZone!)
  }
  const some = names.filter(name => withDefault.has(name))
  if (some.length === 0) return { names, only: '' }
  return { names: some, only: some.length < names.length ? ' (those with a default subnet)' : '' }
}
