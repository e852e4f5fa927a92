import { createHash } from 'node:crypto'

const maxBucketNameLength = 63

/** The bucket of the models, inputs and outputs. cloudformation/bucket.yaml has the same name. */
export function modelsBucketName(prefix: string): string {
  return `${prefix}-ml-models-bucket`
}

/**
 * The bucket of the zips and templates. A prefix too long for a bucket name is cut and gets a hash, which keeps names
 * distinct.
 */
export function artifactsBucketName(
  prefix: string,
  { accountId, region }: { readonly accountId: string; readonly region: string },
): string {
  const end = `-artifacts-${accountId}-${region}`
  if (prefix.length + end.length <= maxBucketNameLength) return prefix + end
  const hash = createHash('sha256').update(prefix).digest('hex').slice(0, 6)
  return `${prefix.slice(0, maxBucketNameLength - end.length - hash.length - 1)}-${hash}${end}`
}

/** The functions, and the roles of the same names. cloudformation/compute.yaml has the same names. */
export function functionNames(prefix: string): string[] {
  return [`${prefix}-producer`, `${prefix}-consumer`]
}

/** The functions of comparison.yaml, by what they show. */
export function comparisonFunctions(prefix: string) {
  return {
    fileSystem: `${prefix}-compare-efs`,
    objectInVpc: `${prefix}-compare-s3-vpc`,
    object: `${prefix}-compare-s3`,
    objectInMemory: `${prefix}-compare-s3-memory`,
    packages: [1, 2, 3, 4].map(number => `${prefix}-compare-package-${number}`),
  }
}

/** The functions of comparison.yaml as a list. */
export function comparisonFunctionNames(prefix: string): string[] {
  return Object.values(comparisonFunctions(prefix)).flat()
}

/** The roles of comparison.yaml: in the VPC and outside of it. */
export function comparisonRoles(prefix: string): string[] {
  return [`${prefix}-compare-vpc`, `${prefix}-compare`]
}

/** All functions of comparison.yaml log to one group. */
export function comparisonLogGroup(prefix: string): string {
  return functionLogGroup(`${prefix}-compare`)
}

export function functionLogGroup(functionName: string): string {
  return `/aws/lambda/${functionName}`
}

/** The temporary function of `npm run verify`. */
export function observerName(prefix: string): string {
  return `${prefix}-observer`
}

/** The removal of a deployment recognises the function by this text, even without its tags. */
export const observerDescription = 'Temporary: npm run verify looks at the shared file system with it'
