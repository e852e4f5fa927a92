import { LambdaClient, ResourceNotFoundException } from '@aws-sdk/client-lambda'
import t from 'tap'
import { serviceError, stubAws } from '../command/stub-aws-fixture.ts'
import { recordProgress } from './deploy-fixture.ts'
import { restoreLeftConfiguration } from './left-configuration.ts'

/** Restores a function with these variables. Returns what was written, and the lines for the user. */
async function restored(GetFunctionConfiguration: object) {
  const settled = { Configuration: { LastUpdateStatus: 'Successful' } }
  const { connection, asked } = stubAws({
    GetFunctionConfiguration,
    GetFunction: settled,
    UpdateFunctionConfiguration: {},
  })
  const { progress, lines } = recordProgress()
  const names = await restoreLeftConfiguration(connection.clients.get(LambdaClient), ['f'], progress)
  const written = asked.filter(([name]) => name === 'UpdateFunctionConfiguration').map(([, input]) => input)
  return { names, written, lines, called: asked.map(([name]) => name) }
}
const variables = (Variables: object) => ({ Environment: { Variables } })

t.test('the configuration that a verification noted is put back, with its mounts', async t => {
  const mounts = [{ Arn: 'arn:ap', LocalMountPath: '/mnt/efs' }]
  const note = JSON.stringify({ variables: { A: '1' }, mounts })
  const { names, written, lines, called } = await restored(variables({ B: '2', VERIFICATION_RESTORES: note }))
  t.same(names, ['f'])
  t.same(written, [{ FunctionName: 'f', Environment: { Variables: { A: '1' } }, FileSystemConfigs: mounts }])
  t.same(lines, ['f has the configuration of a command that was killed; it is put back'])
  t.same(called, ['GetFunctionConfiguration', 'GetFunction', 'UpdateFunctionConfiguration', 'GetFunction'])
})

t.test('after a measurement only its mark is removed, and the mounts stay', async t => {
  const { written } = await restored(variables({ A: '1', MEASUREMENT_NONCE: '' }))
  t.same(written, [{ FunctionName: 'f', Environment: { Variables: { A: '1' } }, FileSystemConfigs: undefined }])
})

t.test('a function without a mark, without variables, missing or refused stays as it is', async t => {
  const denied = Object.assign(new Error('no'), { name: 'AccessDeniedException' })
  for (const answer of [variables({ A: '1' }), {}, serviceError(ResourceNotFoundException), denied]) {
    t.match(await restored(answer), { names: [], written: [], lines: [] })
  }
  await t.rejects(restored(new Error('no network')), /no network/)
})
