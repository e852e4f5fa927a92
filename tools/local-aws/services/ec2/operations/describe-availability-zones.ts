import type { DescribeAvailabilityZonesRequest, DescribeAvailabilityZonesResult } from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { onAll } from '../permissions.ts'

export const describeAvailabilityZones: Operation<DescribeAvailabilityZonesRequest, DescribeAvailabilityZonesResult> = {
  permissions: onAll('DescribeAvailabilityZones'),
  run: (_input, { account }) => ({
    AvailabilityZones: account.ec2.availabilityZones().map(({ name, id }) => ({
      ZoneName: name,
      ZoneId: id,
      ZoneType: 'availability-zone',
      RegionName: account.region,
      State: 'available',
      OptInStatus: 'opt-in-not-required',
      Messages: [],
    })),
  }),
}
