import { readFileSync } from 'node:fs'
import t from 'tap'
import type { BundleFile } from '../bundle.ts'
import { hostileText } from '../example-run-fixture.ts'
import { svgToPng } from '../svg-to-png.ts'
import { accessPointSheet } from './access-point-sheet.ts'
import { configurationPictures } from './configuration-pictures.ts'
import { functionSheet } from './function-sheet.ts'
import { outputsSheet } from './outputs-sheet.ts'
import { charactersAcross, drawSheet, type Sheet, wrap } from './sheet.ts'
import { stacksSheets } from './stacks-sheet.ts'

const seen = { target: 'local' as const, runId: 'run-1', region: 'eu-central-1', readAt: '2026-11-24T00:00:00.000Z' }
const longArn = `arn:aws:elasticfilesystem:eu-central-1:123456789012:access-point/${'a1'.repeat(60)}`

const accessPoint = {
  ...seen,
  calls: ['DescribeAccessPoints', 'DescribeFileSystems'],
  accessPoint: {
    AccessPointId: 'fsap-1',
    AccessPointArn: longArn,
    RootDirectory: { Path: '/lambda', CreationInfo: { OwnerUid: 1001, OwnerGid: 1002, Permissions: '0750' } },
    PosixUser: { Uid: 1003, Gid: 1004 },
  },
  fileSystem: {
    FileSystemId: 'fs-1',
    Encrypted: true,
    KmsKeyId: 'arn:aws:kms:key/k',
    SizeInBytes: { Value: 6144 },
  } as never,
  mountTargets: [{ MountTargetId: 'fsmt-1', SubnetId: 'subnet-1', IpAddress: '10.0.0.4' }] as never,
  fileSystemPolicy: { Statement: [{ Sid: 'DenyWithoutTls' }] },
}
const lambda = {
  ...seen,
  calls: ['GetFunctionConfiguration'],
  configuration: {
    FunctionName: hostileText,
    FileSystemConfigs: [{ Arn: longArn, LocalMountPath: '/mnt/efs' }],
    VpcConfig: { SubnetIds: ['subnet-1', 'subnet-2'], SecurityGroupIds: ['sg-1'], VpcId: 'vpc-1' },
    Environment: { Variables: { EFS_MOUNT_PATH: '/mnt/efs' } },
  },
}
const outputs = {
  ...seen,
  calls: ['ListObjectsV2'],
  bucket: 'b',
  prefix: 'outputs/',
  objects: Array.from({ length: 50 }, (_, index) => ({ Key: `outputs/object-${index}.result`, Size: 1000 + index })),
}
const stacks = {
  ...seen,
  calls: ['DescribeStacks'],
  stacks: [
    { StackId: 'arn:root', StackName: 'root', StackStatus: 'CREATE_COMPLETE' as const, CreationTime: undefined },
    { StackId: 'arn:child', StackName: 'child-XYZ', StackStatus: 'CREATE_COMPLETE' as const, ParentId: 'arn:root' },
    { StackId: 'arn:api', StackName: 'api-XYZ', StackStatus: 'CREATE_COMPLETE' as const, ParentId: 'arn:root' },
  ] as never,
}
const resources = {
  ...seen,
  calls: ['ListStackResources'],
  resources: {
    root: [
      { LogicalResourceId: 'StorageStack', PhysicalResourceId: 'arn:child' },
      { LogicalResourceId: 'ApiStack', PhysicalResourceId: 'arn:api' },
    ],
    'api-XYZ': [{ LogicalResourceId: 'Api', PhysicalResourceId: 'a1', ResourceType: 'AWS::ApiGateway::RestApi' }],
    'child-XYZ': [
      { LogicalResourceId: 'FileSystem', PhysicalResourceId: 'fs-1', ResourceType: 'AWS::EFS::FileSystem' },
    ],
  } as never,
}

t.test('a sheet has every value in full, and names its calls, place and time', t => {
  const drawn = textOf(accessPointSheet(accessPoint))
  for (const value of [
    'fsap-1',
    longArn,
    '/lambda',
    'owner uid 1001, owner gid 1002, permissions 0750',
    'uid 1003, gid 1004',
    'arn:aws:kms:key/k',
    '6144 bytes',
    'DenyWithoutTls',
    'fsmt-1',
    'subnet-1',
    '10.0.0.4',
    'DescribeAccessPoints, DescribeFileSystems',
    'Local AWS, an emulator on one machine, Region eu-central-1, run run-1.',
    '2026-11-24T00:00:00.000Z',
  ]) {
    t.match(drawn, value.replaceAll(' ', ''))
  }
  const mounted = textOf(functionSheet('Producer', lambda))
  for (const value of ['/mnt/efs', longArn, 'subnet-1,subnet-2', 'sg-1', 'vpc-1']) t.match(mounted, value)
  t.end()
})

t.test('a nested stack is listed below its path', t => {
  const [first, second] = stacksSheets(stacks, resources).map(textOf)
  t.match(first, 'root▸StorageStack:CREATE_COMPLETE')
  t.match(first, 'AWS::EFS::FileSystem')
  t.match(first, 'child-XYZ', 'the resource has the name of the stack')
  t.notMatch(first, 'arn:child')
  t.match(second, 'root▸ApiStack:CREATE_COMPLETE')
  t.match(second, 'AWS::ApiGateway::RestApi')
  t.notMatch(first, 'AWS::ApiGateway::RestApi')
  t.end()
})

t.test('the pages of the stacks fit a sheet of paper', t => {
  const read = (name: string) =>
    JSON.parse(readFileSync(new URL(`../../../evidence/example/cloudformation/${name}`, import.meta.url), 'utf8'))
  for (const sheet of stacksSheets(read('stacks.json'), read('resources.json'))) {
    const [, height] = /height="([\d.]+)"/.exec(drawSheet(sheet))!
    // 96 pixels an inch: letter paper without margins of an inch.
    t.ok(Number(height) <= 9 * 96, `${height} pixels`)
  }
  t.end()
})

t.test('a listing that is longer than a page says how many it leaves out', t => {
  const drawn = textOf(outputsSheet(outputs))
  t.match(drawn, '50objects')
  t.match(drawn, 'outputs/object-39.result')
  t.notMatch(drawn, 'outputs/object-40.result')
  t.match(drawn, 'And10more,inoutputs.json.')
  t.end()
})

t.test('text is broken at the width, at a good place if there is one, and stays complete', t => {
  t.same(wrap('arn:aws:s3:::bucket/key', 12), ['arn:aws:s3::', ':bucket/key'])
  for (const content of [longArn, 'x'.repeat(1000), 'a b  c', '', 'ß€😀'.repeat(40)]) {
    const lines = wrap(content, 20)
    t.equal(lines.join('').replace(/\s+/g, ''), content.replace(/\s+/g, ''))
    t.ok(lines.every(line => [...line.trimEnd()].length <= 20))
  }
  t.end()
})

t.test('no column is wider than the page, and markup in names of others stays text', t => {
  for (const sheet of [accessPointSheet(accessPoint), outputsSheet(outputs), ...stacksSheets(stacks, resources)]) {
    for (const { widths } of sheet.sections) t.ok(widths.reduce((sum, width) => sum + width, 0) <= charactersAcross)
  }
  const svg = drawSheet(functionSheet('Producer', lambda))
  t.notMatch(svg, '<script')
  t.equal(svg.match(/<text /g)?.length, svg.match(/<\/text>/g)?.length)
  t.end()
})

t.test('each JSON file of the configuration gets its picture, drawn from that file alone', async t => {
  const files: BundleFile[] = Object.entries({
    'efs/access-point.json': accessPoint,
    'lambda/producer.json': lambda,
    'lambda/consumer.json': lambda,
    's3/outputs.json': outputs,
    'cloudformation/stacks.json': stacks,
    'cloudformation/resources.json': resources,
  }).map(([path, content]) => ({ path, content: JSON.stringify(content) }))
  const pictures = await configurationPictures(files)
  t.same(
    pictures.map(({ path }) => path),
    [
      'efs/access-point.png',
      'lambda/producer.png',
      'lambda/consumer.png',
      's3/outputs.png',
      'cloudformation/stacks.png',
      'cloudformation/stacks-2.png',
    ],
  )
  for (const { path, content } of pictures) {
    t.same([...Buffer.from(content).subarray(0, 8)], [137, 80, 78, 71, 13, 10, 26, 10], path)
  }
  const altered = files.map(file =>
    file.path === 's3/outputs.json' ? { ...file, content: String(file.content).replace('object-0', 'object-O') } : file,
  )
  const again = await configurationPictures(altered)
  t.same(
    again.map(({ content }, index) => Buffer.from(content).equals(Buffer.from(pictures[index]!.content))),
    [true, true, true, false, true, true],
  )
})

t.test('the pictures of the committed example are those of its configuration', async t => {
  const read = (path: string) => readFileSync(new URL(`../../../evidence/example/${path}`, import.meta.url))
  const json = (path: string) => JSON.parse(read(path).toString())
  const sheets = {
    'efs/access-point.png': accessPointSheet(json('efs/access-point.json')),
    'lambda/producer.png': functionSheet('Producer', json('lambda/producer.json')),
    's3/outputs.png': outputsSheet(json('s3/outputs.json')),
    'cloudformation/stacks-2.png': stacksSheets(
      json('cloudformation/stacks.json'),
      json('cloudformation/resources.json'),
    )[1],
  }
  for (const [path, sheet] of Object.entries(sheets)) {
    const picture = Buffer.from(await svgToPng(drawSheet(sheet)))
    t.equal(picture.equals(read(path)), true, `${path}, else: make the example again`)
  }
})

/** The words of a drawing without its spaces and line breaks, line after line of each cell. */
function textOf(sheet: Sheet): string {
  const byColumn = new Map<string, string>()
  for (const [, x, words] of drawSheet(sheet).matchAll(/<text x="([^"]*)"[^>]*>([^<]*)<\/text>/g)) {
    byColumn.set(x!, (byColumn.get(x!) ?? '') + words!.replace(/\s+/g, ''))
  }
  return [...byColumn.values()].join('\n').replaceAll('&#34;', '"').replaceAll('&#39;', "'")
}
