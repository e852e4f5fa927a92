import type { NetworkShape } from '../local-aws/network/shape/network-shape.ts'

/**
 * The command line that names and repeats a run. It includes the speed of S3 even if a variable set it.
 *
 * @param words the words that the user typed after `npm run demo --`
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
