import { LambdaClient } from '@aws-sdk/client-lambda'
import t from 'tap'
import { stubAws } from '../command/stub-aws-fixture.ts'
import { codeHashes } from './code-hashes.ts'

t.test('each function of a comparison is asked once for the hash of its code', async t => {
  const { connection, asked } = stubAws({
    GetFunctionConfiguration: ({ FunctionName }) =>
      FunctionName === 'f-new' ? {} : { CodeSha256: `${FunctionName}=` },
  })
  const cells = ['f-efs', 'f-s3', 'f-efs', 'f-new'].map(functionName => ({ functionName }))
  const lambda = connection.clients.get(LambdaClient)
  t.same(await codeHashes(lambda, cells), { 'f-efs': 'f-efs=', 'f-s3': 'f-s3=', 'f-new': '' })
  t.equal(asked.length, 3)
})
