import type { GetResourcesInput, GetResourcesOutput, TagFilter } from '@aws-sdk/client-resource-groups-tagging-api'
import { AwsError } from '../../../aws-error.ts'
import { encodedPage } from '../../../page.ts'
import type { Operation } from '../operation.ts'
import type { TaggedResource } from '../tagged-resource.ts'

/**
 * Unlike AWS: a resource that never had a tag, or no longer has one, is not listed.
 * https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html
 */
export const getResources: Operation<GetResourcesInput, GetResourcesOutput> = {
  honours: ['PaginationToken', 'TagFilters', 'ResourcesPerPage', 'ResourceTypeFilters', 'ResourceARNList'],
  permissions: () => [{ action: 'tag:GetResources', resource: '*' }],
  run: (input, { account }) => {
    checkArnsAlone(input)
    const perPage = input.ResourcesPerPage ?? 50
    if (perPage < 1 || perPage > 100) {
      throw new AwsError('InvalidParameterException', 'ResourcesPerPage must be between 1 and 100')
    }
    const resources = account.tagging
      .resources()
      .filter(resource => hasType(resource, input.ResourceTypeFilters) && hasTags(resource, input.TagFilters))
      .filter(({ arn }) => !input.ResourceARNList?.length || input.ResourceARNList.includes(arn))
    const invalid = new AwsError('InvalidParameterException', 'Invalid pagination token')
    const { items, next = '' } = encodedPage(resources, input.PaginationToken || undefined, perPage, invalid)
    return {
      // "A null value for PaginationToken indicates that there are no more results"; the service sends ''.
      PaginationToken: next,
      ResourceTagMappingList: items.map(({ arn, tags }) => ({
        ResourceARN: arn,
        Tags: [...tags].map(([Key, Value]) => ({ Key, Value })),
      })),
    }
  },
}

/** A list of ARNs excludes filters and pages; the words of the refusal are not documented. */
function checkArnsAlone(input: GetResourcesInput): void {
  if (!input.ResourceARNList?.length) return
  const { TagFilters, ResourceTypeFilters, ResourcesPerPage, PaginationToken } = input
  if (!TagFilters?.length && !ResourceTypeFilters?.length && ResourcesPerPage === undefined && !PaginationToken) return
  const others = 'TagFilters, ResourceTypeFilters, ResourcesPerPage or PaginationToken'
  throw new AwsError('InvalidParameterException', `ResourceARNList cannot be given together with ${others}`)
}

/** `ec2` includes every type of EC2, `ec2:vpc` only one. */
function hasType({ resourceType }: TaggedResource, filters: readonly string[] = []): boolean {
  return filters.length === 0 || filters.some(one => one === resourceType || resourceType.startsWith(`${one}:`))
}

/**
 * Whether the resource has every filter's key with any of its values; without values any value matches. Case matters.
 */
function hasTags({ tags }: TaggedResource, filters: readonly TagFilter[] = []): boolean {
  return filters.every(({ Key, Values = [] }) => {
    const value = tags.get(Key ?? '')
    return value !== undefined && (Values.length === 0 || Values.includes(value))
  })
}
