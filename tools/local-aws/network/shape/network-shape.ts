import { MisuseError } from '../../../command/command-error.ts'

/** `published`: see published-network.ts. `none`: as fast as this machine. */
export type LambdaNetwork = 'none' | 'published'

export const lambdaNetworks: readonly LambdaNetwork[] = ['none', 'published']

/** How slow the local AWS makes S3. Empty, the default: as fast as this machine. */
export interface NetworkShape {
  /**
   * MiB/s of each connection to S3 that receives an object. S3 itself gives about 85 (its "Performance design
   * patterns").
   */
  readonly s3ConnectionMibps?: number
  /** The limit of each execution environment for sending to and receiving from S3, over all of its connections. */
  readonly lambdaNetwork?: LambdaNetwork
}

/**
 * Reads LOCAL_AWS_S3_CONNECTION_MIBPS and LOCAL_AWS_LAMBDA_NETWORK.
 *
 * @throws MisuseError
 */
export function networkShape(environment: NodeJS.ProcessEnv = process.env): NetworkShape {
  const { LOCAL_AWS_S3_CONNECTION_MIBPS: speed, LOCAL_AWS_LAMBDA_NETWORK: network } = environment
  return {
    ...(speed && { s3ConnectionMibps: mebibytesPerSecond(speed, 'LOCAL_AWS_S3_CONNECTION_MIBPS') }),
    ...(network && { lambdaNetwork: lambdaNetwork(network, 'LOCAL_AWS_LAMBDA_NETWORK') }),
  }
}

/** @throws MisuseError */
export function mebibytesPerSecond(text: string, name = '--s3-connection-mibps'): number {
  const value = Number(text)
  if (Number.isFinite(value) && value > 0) return value
  throw new MisuseError(`${name} takes a number of MiB/s above 0, got '${text}'.`)
}

/** @throws MisuseError */
export function lambdaNetwork(text: string, name = '--lambda-network'): LambdaNetwork {
  const choice = lambdaNetworks.find(one => one === text)
  if (choice) return choice
  throw new MisuseError(`${name} is ${lambdaNetworks.join(' or ')}, got '${text}'.`)
}

/** The sentence that labels a shaped run; undefined without a shape. */
export function shapeSentence({ s3ConnectionMibps, lambdaNetwork }: NetworkShape): string | undefined {
  const parts = [
    s3ConnectionMibps !== undefined && `each connection to S3 brings objects at ${s3ConnectionMibps} MiB/s at most`,
    lambdaNetwork === 'published' &&
      'each execution environment exchanges with S3, in each direction, 300 MiB at 1.1 GB/s (of which 150 MiB come back in ' +
        'pauses) and then 7.5 MiB each 100 ms (measured by Bodner et al., arXiv 2501.07771, section 4.2)',
  ].filter(part => part !== false)
  return parts.length > 0 ? `S3 is slowed down, which is a simulation: ${parts.join('; ')}` : undefined
}
