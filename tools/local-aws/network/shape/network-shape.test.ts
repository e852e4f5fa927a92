import t from 'tap'
import { lambdaNetwork, mebibytesPerSecond, networkShape, shapeSentence } from './network-shape.ts'

t.test('the variables are read, and invalid values are refused with their names', async t => {
  t.same(networkShape({}), {})
  t.same(networkShape({ LOCAL_AWS_S3_CONNECTION_MIBPS: '', LOCAL_AWS_LAMBDA_NETWORK: '' }), {})
  const given = { LOCAL_AWS_S3_CONNECTION_MIBPS: '12.5', LOCAL_AWS_LAMBDA_NETWORK: 'published' }
  t.same(networkShape(given), { s3ConnectionMibps: 12.5, lambdaNetwork: 'published' })
  for (const wrong of ['0', '-1', 'fast', ' ', 'Infinity']) {
    t.throws(() => networkShape({ LOCAL_AWS_S3_CONNECTION_MIBPS: wrong }), {
      code: 'MISUSED',
      message: `LOCAL_AWS_S3_CONNECTION_MIBPS takes a number of MiB/s above 0, got '${wrong}'.`,
    })
  }
  t.throws(() => networkShape({ LOCAL_AWS_LAMBDA_NETWORK: 'fast' }), {
    message: "LOCAL_AWS_LAMBDA_NETWORK is none or published, got 'fast'.",
  })
  for (const text of ['0', '', ' ']) t.throws(() => mebibytesPerSecond(text), /^--s3-connection-mibps /)
  t.throws(() => lambdaNetwork('fast'), /^--lambda-network /)
})

t.test('a shaped run is labelled as a simulation, with its limits and their source', async t => {
  t.equal(shapeSentence({}), undefined)
  t.equal(shapeSentence({ lambdaNetwork: 'none' }), undefined)
  t.equal(
    shapeSentence({ s3ConnectionMibps: 85 }),
    'S3 is slowed down, which is a simulation: each connection to S3 brings objects at 85 MiB/s at most',
  )
  t.match(
    shapeSentence({ s3ConnectionMibps: 85, lambdaNetwork: 'published' }),
    /: each connection .* 85 MiB\/s at most; each execution environment exchanges/,
  )
  t.match(shapeSentence({ lambdaNetwork: 'published' }), /simulation: .* 300 MiB at 1\.1 GB\/s .*arXiv 2501\.07771/)
})
