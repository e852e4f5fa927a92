import type { CreateFunctionRequest } from '@aws-sdk/client-lambda'
import { numberOf } from '../property-values.ts'
import type { Properties } from '../resource-type.ts'

/** The members that CreateFunction and UpdateFunctionConfiguration share. */
export function configuration(properties: Properties): Omit<CreateFunctionRequest, 'FunctionName' | 'Role' | 'Code'> {
  const size = numberOf(properties.EphemeralStorage?.Size)
  return {
    Description: properties.Description,
    Runtime: properties.Runtime,
    Handler: properties.Handler,
    MemorySize: numberOf(properties.MemorySize),
    Timeout: numberOf(properties.Timeout),
    Environment: { Variables: stringValues(properties.Environment?.Variables) },
    VpcConfig: properties.VpcConfig && {
      SubnetIds: properties.VpcConfig.SubnetIds,
      SecurityGroupIds: properties.VpcConfig.SecurityGroupIds,
    },
    FileSystemConfigs: properties.FileSystemConfigs,
    LoggingConfig: properties.LoggingConfig,
    EphemeralStorage: size === undefined ? undefined : { Size: size },
    TracingConfig: properties.TracingConfig,
    Layers: properties.Layers,
    DeadLetterConfig: properties.DeadLetterConfig,
    KMSKeyArn: properties.KmsKeyArn,
  }
}

/**
 * UpdateFunctionConfiguration keeps a member that the request lacks. So a member that the template no longer has gets its
 * default, and a network or a file system gets an empty list (github.com/go-to-k/cdkd/issues/35).
 */
export function withDefaults(functionName: string, before: Properties, after: Properties): Properties {
  const gone = (name: string, value: unknown) => (name in before && !(name in after) ? { [name]: value } : {})
  return {
    ...after,
    ...gone('Description', ''),
    ...gone('MemorySize', 128),
    ...gone('Timeout', 3),
    ...gone('VpcConfig', { SubnetIds: [], SecurityGroupIds: [] }),
    ...gone('FileSystemConfigs', []),
    ...gone('LoggingConfig', { LogFormat: 'Text', LogGroup: `/aws/lambda/${functionName}` }),
    ...gone('EphemeralStorage', { Size: 512 }),
  }
}

function stringValues(variables: Properties | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(variables ?? {}).map(([name, value]) => [name, String(value)]))
}
