import type { NetworkShape } from '../local-aws/network/shape/network-shape.ts'

/**
 * The command line by which a run can be told and repeated, with how slow S3 was also where a variable said so.
 *
 * @param words what the user typed after `npm run demo --`
 */
export function demoCommand(words: readonly string[], { s3ConnectionMibps, lambdaNetwork }: NetworkShape): string {
  const missing = (name: string, value: string | number | undefined) =>
    value === undefined || words.some(word => word === name || word.startsWith(`${name}=`)) ? [] : [name, `${value}`]
  const all = [
    ...words,
    ...missing('--s3-connection-mibps', s3ConnectionMibps),
    ...missing('--lambda-network', lambdaNetwork),
  ]
  return all.length === 0 ? 'npm run demo' : `npm run demo -- ${all.join(' ')}`
}
