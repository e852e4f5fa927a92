import type { Permission } from '../../iam/permission.ts'
import type { Call } from './operation.ts'

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticfilesystem.html */
export function onFileSystem({ account }: Call, action: string, id: string | undefined): Permission {
  const fileSystemId = id?.split('/').at(-1) ?? '*'
  const resourcePolicy = account.efs.fileSystems.get(fileSystemId)?.policy
  return {
    action: `elasticfilesystem:${action}`,
    resource: account.arn('elasticfilesystem', `file-system/${fileSystemId}`),
    resourcePolicy,
  }
}

export function onAccessPoint({ account }: Call, action: string, id: string | undefined): Permission {
  return {
    action: `elasticfilesystem:${action}`,
    resource: account.arn('elasticfilesystem', `access-point/${id?.split('/').at(-1) ?? '*'}`),
  }
}
