import type { FunctionConfiguration } from '@aws-sdk/client-lambda'
import { type Reading, readingNote, shown } from './reading.ts'
import { charactersAcross, type Sheet } from './sheet.ts'

export interface FunctionReading extends Reading {
  readonly configuration: FunctionConfiguration
}

const pair = [26, charactersAcross - 26]

export function functionSheet(name: string, reading: FunctionReading): Sheet {
  const { configuration } = reading
  const { VpcConfig: vpc, Environment: environment, LoggingConfig: logging } = configuration
  return {
    title: `${name}: Lambda function ${configuration.FunctionName}`,
    sections: [
      {
        heading: 'File system',
        widths: pair,
        rows: (configuration.FileSystemConfigs ?? []).flatMap(({ Arn, LocalMountPath }) => [
          ['Local mount path', shown(LocalMountPath)],
          ['Access point', shown(Arn)],
        ]),
      },
      {
        heading: 'VPC',
        widths: pair,
        rows: [
          ['VPC', shown(vpc?.VpcId)],
          ['Subnets', (vpc?.SubnetIds ?? []).join(', ')],
          ['Security groups', (vpc?.SecurityGroupIds ?? []).join(', ')],
        ],
      },
      {
        heading: 'Function',
        widths: pair,
        rows: [
          ['ARN', shown(configuration.FunctionArn)],
          ['Role', shown(configuration.Role)],
          ['Runtime, architecture', `${configuration.Runtime}, ${(configuration.Architectures ?? []).join(', ')}`],
          ['Memory, time-out', `${configuration.MemorySize} MB, ${configuration.Timeout} s`],
          ['Handler', shown(configuration.Handler)],
          ['Code SHA-256 (base64)', `${configuration.CodeSha256}, ${configuration.CodeSize} bytes`],
          ['Environment', shown(environment?.Variables)],
          ['Logs', `${logging?.LogGroup}, ${logging?.LogFormat}`],
          ['State, last update', `${configuration.State}, ${configuration.LastUpdateStatus}`],
          ['Last modified', shown(configuration.LastModified)],
        ],
      },
    ],
    footer: readingNote(reading),
  }
}
