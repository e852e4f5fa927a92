import t from 'tap'
import { list, memberLimits, x } from '../../member-limits-fixture.ts'
import { constraints } from './constraints.ts'

const { between, refused, values } = memberLimits(constraints)

const unqualified = [
  'CreateFunction',
  'DeleteFunctionConcurrency',
  'GetFunctionConcurrency',
  'PutFunctionConcurrency',
  'UpdateFunctionCode',
  'UpdateFunctionConfiguration',
]
const qualified = [
  'AddPermission',
  'DeleteFunction',
  'DeleteFunctionEventInvokeConfig',
  'GetFunction',
  'GetFunctionConfiguration',
  'GetFunctionEventInvokeConfig',
  'GetPolicy',
  'Invoke',
  'PutFunctionEventInvokeConfig',
  'RemovePermission',
  'UpdateFunctionEventInvokeConfig',
]

t.test('the name of a function has the length and the form of its operation', t => {
  const right = [
    'a-B_9',
    'function:a',
    '000000000000:function:a',
    'us-east-1:000000000000:function:a',
    'arn:aws:lambda:us-gov-east-1:000000000000:function:a:$LATEST',
    'arn:aws-cn:lambda:us-isob-east-1:000000000000:function:a:live_1',
  ]
  const wrong = ['a b', 'a:b:c', 'a:$OLDEST', 'arn:aws:s3:::a', 'arn:aws:lambda:us-east-1:1:function:a']
  for (const operation of unqualified) {
    between(t, operation, 'functionName', [1, 140], size => ({ FunctionName: x(size) }))
    values(t, operation, 'functionName', FunctionName => ({ FunctionName }), { right, wrong: [...wrong, 'a.b'] })
  }
  for (const operation of qualified) {
    between(t, operation, 'functionName', [1, 256], size => ({ FunctionName: x(size) }))
    values(t, operation, 'functionName', FunctionName => ({ FunctionName }), { right: [...right, 'a.b'], wrong })
    between(t, operation, 'qualifier', [1, 128], size => ({ Qualifier: x(size) }))
    values(t, operation, 'qualifier', Qualifier => ({ Qualifier }), {
      right: ['$LATEST', '$LATEST.PUBLISHED', 'live-1_$'],
      wrong: ['a b', 'a.b'],
    })
  }
  t.end()
})

t.test('the members of a configuration have the limits of the model', t => {
  for (const operation of ['CreateFunction', 'UpdateFunctionConfiguration']) {
    between(t, operation, 'description', [0, 256], size => ({ Description: x(size) }))
    const vpc = (more: object) => ({ VpcConfig: more })
    between(t, operation, 'vpcConfig.subnetIds', [0, 16], size => vpc({ SubnetIds: list(size, 'subnet-1') }))
    between(t, operation, 'vpcConfig.securityGroupIds', [0, 5], size => vpc({ SecurityGroupIds: list(size, 'sg-1') }))
    between(t, operation, 'loggingConfig.logGroup', [1, 512], size => ({ LoggingConfig: { LogGroup: x(size) } }))
    values(t, operation, 'loggingConfig.logGroup', LogGroup => ({ LoggingConfig: { LogGroup } }), {
      right: ['/aws/lambda/a-b_c.D#9'],
      wrong: ['a b', 'a:b'],
    })
    values(t, operation, 'loggingConfig.logFormat', LogFormat => ({ LoggingConfig: { LogFormat } }), {
      right: ['JSON', 'Text'],
      wrong: ['json'],
    })
    for (const [member, right, wrong] of [
      ['ApplicationLogLevel', ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'], ['info']],
      ['SystemLogLevel', ['DEBUG', 'INFO', 'WARN'], ['ERROR']],
    ] as const) {
      const path = `loggingConfig.${member[0]!.toLowerCase()}${member.slice(1)}`
      values(t, operation, path, level => ({ LoggingConfig: { [member]: level } }), { right, wrong })
    }
    values(t, operation, 'tracingConfig.mode', Mode => ({ TracingConfig: { Mode } }), {
      right: ['Active', 'PassThrough'],
      wrong: ['Off'],
    })
    values(t, operation, 'role', Role => ({ Role }), {
      right: ['arn:aws:iam::000000000000:role/team/A_b+=,.@-9'],
      wrong: [
        'role',
        'arn:aws:iam::00000000000:role/a',
        'arn:aws:iam::000000000000:user/a',
        'arn:aws:iam::000000000000:role/a b',
      ],
    })
    const arn = 'arn:aws:elasticfilesystem:us-east-1:000000000000:access-point/fsap-0123456789abcdef'
    values(t, operation, 'fileSystemConfigs.1.member.arn', Arn => ({ FileSystemConfigs: [{ Arn }] }), {
      right: [`${arn}0`, `${arn.replace('us-east-1', 'us-gov-west-1')}f`],
      wrong: [arn, `${arn}01`, `${arn}g`, `${arn}0`.replace('access-point', 'file-system')],
    })
  }
  values(t, 'CreateFunction', 'packageType', PackageType => ({ PackageType }), {
    right: ['Zip', 'Image'],
    wrong: ['zip'],
  })
  t.end()
})

t.test('tags, the handling of events and the id of a removed statement have the limits of the model', t => {
  for (const operation of ['CreateFunction', 'TagResource']) {
    between(t, operation, 'tags', [1, 128], size => ({ Tags: { [x(size)]: 'v' } }))
    between(t, operation, 'tags', [0, 256], size => ({ Tags: { k: x(size) } }))
    for (const inputOf of [(text: string) => ({ [text]: 'v' }), (text: string) => ({ k: text })])
      values(t, operation, 'tags', text => ({ Tags: inputOf(text) }), {
        right: ['Größe 9 _.:/=+-@'],
        wrong: ['a,b', '<>', 'a\u0001'],
      })
  }
  for (const operation of ['PutFunctionEventInvokeConfig', 'UpdateFunctionEventInvokeConfig']) {
    between(t, operation, 'maximumEventAgeInSeconds', [60, 21_600], size => ({ MaximumEventAgeInSeconds: size }))
    for (const MaximumRetryAttempts of [0, 2]) t.same(refused(operation, { MaximumRetryAttempts }), [])
    for (const MaximumRetryAttempts of [-1, 3])
      t.same(refused(operation, { MaximumRetryAttempts }), ['maximumRetryAttempts'])
  }
  between(t, 'RemovePermission', 'statementId', [1, 100], size => ({ StatementId: x(size) }))
  values(t, 'RemovePermission', 'statementId', StatementId => ({ StatementId }), { right: ['a-B_9.'], wrong: ['a b'] })
  t.end()
})

t.test('the place of code in S3 has the limits of the model', t => {
  for (const [operation, before, inputOf] of [
    ['CreateFunction', 'code.', (code: object) => ({ Code: code })],
    ['UpdateFunctionCode', '', (code: object) => code],
  ] as const) {
    const path = (member: string) => before + member
    between(t, operation, path('s3Bucket'), [3, 63], size => inputOf({ S3Bucket: x(size) }))
    between(t, operation, path('s3Key'), [1, 1024], size => inputOf({ S3Key: x(size) }))
    between(t, operation, path('s3ObjectVersion'), [1, 1024], size => inputOf({ S3ObjectVersion: x(size) }))
    values(t, operation, path('s3Bucket'), S3Bucket => inputOf({ S3Bucket }), {
      right: ['a.B-c_9'],
      wrong: ['abc.', 'a/b', 'a b'],
    })
  }
  t.end()
})

t.test('a permission and a resource have the form of the model', t => {
  const permission = (path: string, inputOf: (value: string) => object, right: string[], wrong: string[]) =>
    values(t, 'AddPermission', path, inputOf, { right, wrong })
  between(t, 'AddPermission', 'statementId', [1, 100], size => ({ StatementId: x(size) }))
  permission('statementId', StatementId => ({ StatementId }), ['a-B_9'], ['a b', 'a.b'])
  const actions = {
    right: ['lambda:InvokeFunction', 'lambda:*', '*'],
    wrong: ['lambda:', 's3:GetObject', 'lambda:Invoke*'],
  }
  permission('action', Action => ({ Action }), actions.right, actions.wrong)
  permission('principal', Principal => ({ Principal }), ['*', 's3.amazonaws.com'], ['a b', ''])
  permission('sourceAccount', SourceAccount => ({ SourceAccount }), ['000000000000'], ['00000000000', 'a'.repeat(12)])
  const sources = [
    'arn:aws:s3:::bucket',
    'arn:aws:execute-api:us-east-1:000000000000:a/*/GET/x',
    'arn:aws:sns:us-gov-west-1:000000000000:t',
  ]
  permission('sourceArn', SourceArn => ({ SourceArn }), sources, ['bucket', 'arn:aws:s3:mars:::b', 'arn:aws:s3::1:b'])
  t.same(refused('GetPolicy', { Action: 'x' }), [], 'only AddPermission has these members')

  const arn = 'arn:aws:lambda:us-east-1:000000000000:'
  t.same(refused('ListTags', { Resource: `${arn}function:`.padEnd(256, 'a') }), [])
  t.same(refused('ListTags', { Resource: `${arn}function:`.padEnd(257, 'a') }), ['resource'])
  values(t, 'ListTags', 'resource', Resource => ({ Resource }), {
    right: [`${arn}function:a-B_9`, `${arn}function:a:$LATEST`, `${arn}code-signing-config:csc-${'a'.repeat(17)}`],
    wrong: ['a', `${arn}layer:a`, `${arn}function:a.b`, `${arn}code-signing-config:csc-a`, ''],
  })
  t.end()
})

t.test('numbers and enumerations have the limits of the model', t => {
  between(t, 'ListFunctions', 'maxItems', [1, 10_000], MaxItems => ({ MaxItems }))
  t.same(refused('PutFunctionConcurrency', { ReservedConcurrentExecutions: 0 }), [])
  t.same(refused('PutFunctionConcurrency', { ReservedConcurrentExecutions: -1 }), ['reservedConcurrentExecutions'])
  values(t, 'ListFunctions', 'functionVersion', FunctionVersion => ({ FunctionVersion }), {
    right: ['ALL'],
    wrong: ['1'],
  })
  values(t, 'Invoke', 'invocationType', InvocationType => ({ InvocationType }), {
    right: ['Event', 'RequestResponse', 'DryRun'],
    wrong: ['Now'],
  })
  values(t, 'Invoke', 'logType', LogType => ({ LogType }), { right: ['None', 'Tail'], wrong: ['Head'] })
  t.end()
})
