import { UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda'
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import t from 'tap'
import { functionWorld } from './function-fixture.ts'

t.test('what S3 refuses of the code is in Lambda’s error, with S3’s code', async t => {
  const world = await functionWorld()
  t.teardown(() => world.close())
  await world.create('f', 'exports.handler = async () => 1')
  const s3 = new S3Client({ ...world.aws, forcePathStyle: true })
  await s3.send(new CreateBucketCommand({ Bucket: 'code' }))
  await s3.send(new PutObjectCommand({ Bucket: 'code', Key: 'k', Body: 'x' }))
  const from = (S3Bucket: string, S3Key: string, S3ObjectVersion?: string) =>
    world.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: 'f', S3Bucket, S3Key, S3ObjectVersion }))
  for (const [request, code] of [
    [from('no-such-bucket', 'k'), 'NoSuchBucket'],
    [from('code', 'missing'), 'NoSuchKey'],
    [from('code', 'k', 'v'), '(InvalidArgument|NoSuchVersion)'],
  ] as const) {
    await t.rejects(request, {
      name: 'InvalidParameterValueException',
      message: new RegExp(`^Error occurred while GetObject\\. S3 Error Code: ${code}\\.`),
    })
  }
  t.notMatch(world.sentences.join(' '), 'internal error')
})
