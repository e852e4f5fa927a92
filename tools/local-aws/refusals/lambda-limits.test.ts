import { CreateFunctionCommand, InvokeCommand, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda'
import archiver from 'archiver'
import t from 'tap'
import { deployBroken } from './real-stack-fixture.ts'

t.setTimeout(600_000)

t.test('memory and time-out over Lambda’s limits fail the function', async t => {
  const memory = await deployBroken(t, [{ template: 'compute', line: 'Timeout: 300', becomes: 'Timeout: 901' }])
  t.match(
    await memory.failures(),
    /'901' at 'timeout' failed to satisfy constraint: Member must have value less than or equal to 900/,
  )
})

t.test('invalid changes of the running functions are refused', async t => {
  const { lambda, aws, invoke, outputs } = await deployBroken(t, [], { concurrentExecutions: 10 })
  const FunctionName = 'lambda-efs-consumer'
  const update = (settings: object) =>
    lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, ...settings }))
  await t.rejects(update({ MemorySize: 10_241 }), {
    name: 'ValidationException',
    message: /less than or equal to 10240/,
  })
  await t.rejects(update({ Environment: { Variables: { BIG: 'x'.repeat(4097) } } }), {
    name: 'InvalidParameterValueException',
    message: /exceeded the 4KB limit/,
  })
  await t.rejects(update({ Environment: { Variables: { AWS_REGION: 'x' } } }), {
    name: 'InvalidParameterValueException',
    message: /reserved keys.*AWS_REGION/,
  })
  await t.rejects(
    lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify('x'.repeat(6 * 1024 * 1024)) })),
    { name: 'RequestTooLargeException', $metadata: { httpStatusCode: 413 } },
  )
  // The body fits into API Gateway's 10 MB, but the event around it does not fit into Lambda's 6 MB.
  const tooLong = await fetch(`${aws.endpoint}/restapis/${outputs.ApiId}/prod/_user_request_/predict`, {
    method: 'POST',
    body: 'x'.repeat(6 * 1024 * 1024),
  })
  t.same(
    [tooLong.status, await tooLong.json(), tooLong.headers.get('access-control-allow-origin')],
    [413, { error: 'REQUEST_TOO_LARGE', message: 'Request Too Long' }, '*'],
  )
  const Role = aws.account.lambda.function(FunctionName).settings.roleArn
  const Code = { ZipFile: await zipOfZeros(262_144_001) }
  await t.rejects(
    lambda.send(
      new CreateFunctionCommand({ FunctionName: 'big', Role, Runtime: 'nodejs24.x', Handler: 'index.handler', Code }),
    ),
    { name: 'InvalidParameterValueException', message: 'Unzipped size must be smaller than 262144000 bytes' },
  )
  const calls = await Promise.allSettled(Array.from({ length: 11 }, () => invoke({ action: 'nothing' })))
  const refused = calls.flatMap(call => (call.status === 'rejected' ? call.reason : []))
  t.match(refused[0], { name: 'TooManyRequestsException', Reason: 'ConcurrentInvocationLimitExceeded' })
})

async function zipOfZeros(bytes: number): Promise<Buffer> {
  const archive = archiver('zip', { zlib: { level: 1 } })
  archive.append(Buffer.alloc(bytes), { name: 'zeros' })
  void archive.finalize()
  return Buffer.concat(await archive.toArray())
}
