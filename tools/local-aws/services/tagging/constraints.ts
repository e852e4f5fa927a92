import type { Constraints } from '../../constraints.ts'

// botocore/data/resourcegroupstaggingapi/2017-01-26/service-2.json
export const constraints = {
  GetResources: {
    PaginationToken: { length: [0, 2048] },
    ResourceARNList: { length: [1, 100], each: { length: [1, 1011] } },
    ResourceTypeFilters: { each: { length: [0, 256] } },
    TagFilters: {
      length: [0, 50],
      each: { members: { Key: { length: [1, 128] }, Values: { length: [0, 20], each: { length: [0, 256] } } } },
    },
  },
} satisfies Constraints
