import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda'
import type { Criterion } from '../criterion.ts'
import { concernsS3 } from './policy-statements.ts'
import { rolePolicies } from './role-policies.ts'

export const producerBucketAccess = bucketAccess('5.3', 'Producer', 'producer')
export const consumerBucketAccess = bucketAccess('5.4', 'Consumer', 'consumer')

function bucketAccess(id: '5.3' | '5.4', name: string, of: 'producer' | 'consumer'): Criterion {
  return {
    id,
    claim: `The ${name}'s role has s3:GetObject, s3:PutObject and s3:ListBucket on the created bucket, and on no other.`,
    builtIn: ['cloudformation/compute.yaml'],
    shownIn: ['cloudformation/events.json'],
    check: async ({ clients, system }, { observed, expect }) => {
      const { Role = '' } = await clients.lambda.send(
        new GetFunctionConfigurationCommand({ FunctionName: system[of].functionName }),
      )
      observed('Lambda GetFunctionConfiguration', `${system[of].functionName} has the role ${Role}`)
      const roleName = Role.split('/').at(-1)!
      const partition = Role.split(':')[1]
      const bucketArn = `arn:${partition}:s3:::${system.bucketName}`
      const granted = new Set<string>()
      for (const { name, source, statements } of await rolePolicies(clients.iam, roleName)) {
        for (const { effect, actions, resources, isInverted, isConditional } of statements) {
          const s3Actions = actions.filter(concernsS3)
          // A statement by exclusion means S3 unless it names S3, and then it may still mean a part of it.
          if (s3Actions.length === 0 && !isInverted) continue
          observed(source, `${name}: ${effect} ${actions.join(', ')} on ${resources.join(', ')}`)
          expect(effect === 'Allow', `${name} of ${roleName} denies ${s3Actions.join(', ')} on ${resources.join(', ')}`)
          expect(!isInverted, `${name} of ${roleName} has a statement by exclusion, which bounds nothing`)
          if (effect !== 'Allow' || isInverted) continue
          const wild = s3Actions.filter(action => /[*?]/.test(action))
          expect(wild.length === 0, `${name} of ${roleName} allows ${wild.join(', ')}`)
          const wide = resources.filter(one => one !== bucketArn && !one.startsWith(`${bucketArn}/`))
          expect(
            wide.length === 0,
            `${name} of ${roleName} allows ${s3Actions.join(', ')} on ${wide.join(', ')}, beyond ${bucketArn}`,
          )
          if (isConditional) continue
          for (const action of s3Actions) for (const resource of resources) granted.add(`${action} ${resource}`)
        }
      }
      // Objects and buckets are different resources
      // (docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html).
      for (const [action, resource] of [
        ['s3:GetObject', `${bucketArn}/*`],
        ['s3:PutObject', `${bucketArn}/*`],
        ['s3:ListBucket', bucketArn],
      ]) {
        expect(granted.has(`${action} ${resource}`), `${roleName} is not granted ${action} on ${resource}`)
      }
    },
  }
}
