import type { DescribeAvailabilityZonesRequest, DescribeAvailabilityZonesResult } from '@aws-sdk/client-ec2'
import { AwsError } from '../../../aws-error.ts'
import { filtered } from '../filters.ts'
import type { Operation } from '../operation.ts'
import { onAll } from '../permissions.ts'

export const describeAvailabilityZones: Operation<DescribeAvailabilityZonesRequest, DescribeAvailabilityZonesResult> = {
  honours: ['ZoneNames', 'ZoneIds', 'Filters', 'AllAvailabilityZones'],
  permissions: onAll('DescribeAvailabilityZones'),
  run: (input, { account }) => {
    const all = account.ec2.availabilityZones()
    const asked = [...(input.ZoneNames ?? []), ...(input.ZoneIds ?? [])]
    const unknown = asked.filter(one => !all.some(({ name, id }) => name === one || id === one))
    if (unknown.length > 0) {
      throw new AwsError('InvalidParameterValue', `Invalid availability zone: [${unknown.join(', ')}]`)
    }
    const wanted = all.filter(({ name, id }) => asked.length === 0 || asked.includes(name) || asked.includes(id))
    const zones = filtered(
      wanted.map(zone => ({ ...zone, tags: new Map<string, string>() })),
      input.Filters,
      {
        'zone-name': zone => zone.name,
        'zone-id': zone => zone.id,
        'zone-type': () => 'availability-zone',
        'region-name': () => account.region,
        state: () => 'available',
        'opt-in-status': () => 'opt-in-not-required',
      },
    )
    return {
      AvailabilityZones: zones.map(({ name, id }) => ({
        ZoneName: name,
        ZoneId: id,
        ZoneType: 'availability-zone',
        RegionName: account.region,
        State: 'available',
        OptInStatus: 'opt-in-not-required',
        Messages: [],
      })),
    }
  },
}
