import type { Criterion } from '../criterion.ts'
import { fileSystemMountTargets } from './file-system-mount-targets.ts'
import { functionNetworks } from './function-networks.ts'

export const mountTargets: Criterion = {
  id: '1.2',
  claim: 'The EFS file system has one mount target in each subnet that the functions use.',
  builtIn: ['cloudformation/storage.yaml'],
  shownIn: ['efs/access-point.json'],
  check: async (verification, { observed, expect }) => {
    const networks = await functionNetworks(verification)
    for (const { functionName, subnetIds } of networks) {
      observed('Lambda GetFunctionConfiguration', `${functionName} runs in ${subnetIds.join(', ') || 'no subnet'}`)
      expect(subnetIds.length > 0, `${functionName} runs in no subnet`)
    }
    const used = new Set(networks.flatMap(({ subnetIds }) => subnetIds))
    const targets = await fileSystemMountTargets(verification)
    for (const target of targets) {
      observed(
        'EFS DescribeMountTargets',
        `${target.MountTargetId} of ${target.FileSystemId} in ${target.SubnetId}, ${target.IpAddress}: ${target.LifeCycleState}`,
      )
      expect(
        target.LifeCycleState === 'available',
        `${target.MountTargetId} is ${target.LifeCycleState}, not available`,
      )
      expect(used.has(target.SubnetId!), `${target.MountTargetId} is in ${target.SubnetId}, which no function uses`)
    }
    for (const subnetId of used) {
      const count = targets.filter(target => target.SubnetId === subnetId).length
      expect(
        count === 1,
        `${subnetId} has ${count} mount targets of ${verification.system.outputs.FileSystemId}, not 1`,
      )
    }
  },
}
