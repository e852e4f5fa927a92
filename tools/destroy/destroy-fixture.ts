import type { Test } from 'tap'
import { type AwsConnection, connectToAws } from '../command/aws-connection.ts'
import { deploy } from '../deploy/deploy.ts'
import { packageNothing, recordProgress, useLocalAws } from '../deploy/deploy-fixture.ts'
import type { LocalAws, LocalAwsOptions } from '../local-aws/server.ts'
import type { Pace } from './pace.ts'

/** A pace for a local AWS. */
export const impatient: Pace = { quietMs: 100, pausesMs: [50, 100], limitMs: 60_000 }

export interface Deployed {
  readonly aws: LocalAws
  readonly connection: AwsConnection
}

/** Deploys the real templates on a new local AWS, under the prefix `demo`. Only for tests of the removal. */
export async function deployDemo(t: Test, options: LocalAwsOptions = {}): Promise<Deployed> {
  const aws = await useLocalAws(t, options)
  await deploy({ prefix: 'demo', outDir: t.testdir(), packager: packageNothing })
  return { aws, connection: await connectToAws() }
}

/** For `networkInterfaceReleaseMs`: Lambda keeps the interfaces until a test calls `releaseInterfaces`. */
export const untilReleased = { networkInterfaceReleaseMs: 24 * 3_600_000 }

/** Lets Lambda release the network interfaces of all functions, deleted or about to be. */
export function releaseInterfaces({ account: { ec2 } }: LocalAws): void {
  const held = [...ec2.networkInterfaces.values()].filter(({ interfaceType }) => interfaceType === 'lambda')
  for (const { networkInterfaceId } of held) ec2.networkInterfaces.delete(networkInterfaceId)
}

type Recorded = ReturnType<typeof recordProgress>

/** Records progress, and acts as soon as a line matches. */
export function when(line: RegExp, act: () => unknown, recorded: Recorded = recordProgress()): Recorded {
  const { progress, lines } = recorded
  let acted = false
  const watch = (print: (text: string) => void) => (text: string) => {
    print(text)
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
