import type { Test } from 'tap'
import { type AwsConnection, connectToAws } from '../command/aws-connection.ts'
import { deploy } from '../deploy/deploy.ts'
import { packageNothing, recordProgress, useLocalAws } from '../deploy/deploy-fixture.ts'
import type { LocalAws, LocalAwsOptions } from '../local-aws/server.ts'
import type { Pace } from './pace.ts'

/** As patient as a local AWS asks for. */
export const impatient: Pace = { quietMs: 100, pausesMs: [50, 100], limitMs: 60_000 }

export interface Deployed {
  readonly aws: LocalAws
  readonly connection: AwsConnection
}

/** The real templates on a fresh local AWS, under the prefix `demo`. For tests of its removal only. */
export async function deployDemo(t: Test, options: LocalAwsOptions = {}): Promise<Deployed> {
  const aws = await useLocalAws(t, options)
  await deploy({ prefix: 'demo', outDir: t.testdir(), packager: packageNothing })
  return { aws, connection: await connectToAws() }
}

/** For `networkInterfaceReleaseMs`: Lambda keeps them until a test calls `releaseInterfaces`. */
export const untilReleased = { networkInterfaceReleaseMs: 24 * 3_600_000 }

/** Lambda gives up the network interfaces of all functions, deleted or soon to be. */
export function releaseInterfaces({ account: { ec2 } }: LocalAws): void {
  const held = [...ec2.networkInterfaces.values()].filter(({ interfaceType }) => interfaceType === 'lambda')
  for (const { networkInterfaceId } of held) ec2.networkInterfaces.delete(networkInterfaceId)
}

type Recorded = ReturnType<typeof recordProgress>

/** Records what is told, and does something as soon as a line fits. */
export function when(line: RegExp, act: () => unknown, recorded: Recorded = recordProgress()): Recorded {
  const { progress, lines } = recorded
  let acted = false
  const watch = (tell: (text: string) => void) => (text: string) => {
    tell(text)
    if (acted || !line.test(text)) return
    acted = true
    act()
  }
  return {
    progress: {
      ...progress,
      step: watch(progress.step),
      detail: watch(progress.detail),
      notice: watch(progress.notice),
    },
    lines,
  }
}
