import type { AwsConnection } from '../command/aws-connection.ts'
import { MisuseError } from '../command/command-error.ts'

export type Architecture = 'x86_64' | 'arm64'

/** The platform of the binaries in the zips. */
export interface TargetPlatform {
  readonly platform: 'linux' | 'darwin' | 'win32'
  readonly arch: 'x64' | 'arm64'
  readonly architecture: Architecture
}

export interface PlatformChoice {
  readonly platform?: string
  readonly architecture?: string
}

/**
 * On AWS the functions run on Amazon Linux on either processor. Behind another endpoint they run on this machine, so
 * the zips are for this machine unless the options say otherwise.
 */
export function targetPlatform(choice: PlatformChoice, connection: Pick<AwsConnection, 'endpoint'>): TargetPlatform {
  const platform = choice.platform ?? (connection.endpoint === undefined ? 'lambda' : 'host')
  if (platform === 'lambda') return { platform: 'linux', ...processor(choice.architecture ?? 'x86_64') }
  if (platform !== 'host') throw new MisuseError(`--platform is lambda or host, got '${platform}'.`)
  const host = hostArchitecture()
  if (choice.architecture !== undefined && choice.architecture !== host) {
    throw new MisuseError(`--architecture ${choice.architecture} is not that of this machine, ${host}.`, {
      nextStep: 'Leave out --architecture, or give --platform lambda for an endpoint that runs functions elsewhere.',
    })
  }
  return { platform: process.platform as TargetPlatform['platform'], ...processor(host) }
}

function processor(architecture: string): Pick<TargetPlatform, 'arch' | 'architecture'> {
  if (architecture === 'x86_64') return { arch: 'x64', architecture }
  if (architecture === 'arm64') return { arch: 'arm64', architecture }
  throw new MisuseError(`--architecture is x86_64 or arm64, got '${architecture}'.`)
}

function hostArchitecture(): Architecture {
  return process.arch === 'arm64' ? 'arm64' : 'x86_64'
}
