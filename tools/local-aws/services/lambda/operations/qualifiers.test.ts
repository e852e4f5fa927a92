import { DeleteFunctionCommand, GetFunctionCommand } from '@aws-sdk/client-lambda'
import t from 'tap'
import { functionWorld } from '../function-fixture.ts'

const world = await functionWorld()
t.teardown(() => world.close())
const FunctionName = 'unversioned'
await world.create(FunctionName, '')

// AWS said so on 2023-11-20, in test_delete_on_nonexisting_version of
// https://github.com/localstack/localstack/blob/001aeaf80e3a3d4788390d945b6b8b8f611b8618/tests/aws/services/lambda_/test_lambda_api.py
// The recording has no status, so that it is not in recorded/lambda.yaml.
t.test('the deletion of a version that does not exist succeeds, and deletes nothing', async t => {
  for (let i = 0; i < 2; i += 1)
    await t.resolves(world.lambda.send(new DeleteFunctionCommand({ FunctionName, Qualifier: '1233' })))
  t.match(await world.lambda.send(new GetFunctionCommand({ FunctionName })), { Configuration: { FunctionName } })
})
