import type { Criterion } from '../criterion.ts'
import { stackTree } from '../../stack/stack-tree.ts'

export const modules: Criterion = {
  id: '1.7',
  claim:
    'Resources are organised into logical modules. Terraform is not used; the modules are nested CloudFormation stacks.',
  builtIn: ['cloudformation/main.yaml'],
  shownIn: ['cloudformation/resources.json', 'cloudformation/stacks.png'],
  check: async (verification, { observed, expect }) => {
    const { resources, nested } = await stackTree(verification.clients.cloudFormation, verification.system.stackId)
    for (const { LogicalResourceId, ResourceType } of resources) {
      const isModule = ResourceType === 'AWS::CloudFormation::Stack' && LogicalResourceId! in modulesByStack
      expect(
        isModule,
        `${verification.system.prefix} has ${LogicalResourceId} (${ResourceType}), which is in no module`,
      )
    }
    for (const [stack, { owns, has }] of Object.entries(modulesByStack)) {
      const module = nested.get(stack)
      expect(module !== undefined, `The root stack has no nested stack ${stack}`)
      if (!module) continue
      const types = module.resources.map(resource => resource.ResourceType!)
      const counts = [...new Set(types)].map(type => `${types.filter(one => one === type).length} ${type}`)
      observed('CloudFormation ListStackResources', `${stack} ${module.stackId.split('/')[1]}: ${counts.join(', ')}`)
      for (const type of has) expect(types.includes(type), `${stack} has no ${type}`)
      const strangers = types.filter(type => !owns.some(prefix => type.startsWith(prefix)))
      expect(strangers.length === 0, `${stack} has ${strangers.join(', ')}, which belong into another module`)
    }
  },
}

/** For each logical id in the root stack: the resources that the module may have, and those that it must have. */
const modulesByStack: Readonly<Record<string, { readonly owns: readonly string[]; readonly has: readonly string[] }>> =
  {
    NetworkStack: {
      owns: ['AWS::EC2::'],
      has: ['AWS::EC2::VPC', 'AWS::EC2::Subnet', 'AWS::EC2::SecurityGroup', 'AWS::EC2::VPCEndpoint'],
    },
    StorageStack: {
      owns: ['AWS::EFS::'],
      has: ['AWS::EFS::FileSystem', 'AWS::EFS::MountTarget', 'AWS::EFS::AccessPoint'],
    },
    ComputeStack: {
      owns: ['AWS::Lambda::', 'AWS::IAM::Role', 'AWS::Logs::LogGroup'],
      has: ['AWS::Lambda::Function', 'AWS::IAM::Role', 'AWS::Logs::LogGroup'],
    },
    // EventInvokeConfig sets where failed events go. It must not outlive the bucket.
    BucketStack: { owns: ['AWS::S3::', 'AWS::Lambda::EventInvokeConfig'], has: ['AWS::S3::Bucket'] },
    // The permissions name the calling API, so they belong to its module.
    ApiStack: {
      owns: ['AWS::ApiGateway::', 'AWS::Lambda::Permission', 'AWS::Logs::LogGroup'],
      has: ['AWS::ApiGateway::RestApi', 'AWS::ApiGateway::Method', 'AWS::ApiGateway::Stage'],
    },
  }
