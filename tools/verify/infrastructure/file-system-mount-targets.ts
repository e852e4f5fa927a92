import { type MountTargetDescription, paginateDescribeMountTargets } from '@aws-sdk/client-efs'
import type { Verification } from '../verification.ts'

export async function fileSystemMountTargets({
  clients,
  system,
}: Verification): Promise<readonly MountTargetDescription[]> {
  const targets: MountTargetDescription[] = []
  for await (const page of paginateDescribeMountTargets(
    { client: clients.efs },
    { FileSystemId: system.outputs.FileSystemId! },
  )) {
    targets.push(...(page.MountTargets ?? []))
  }
  return targets
}
