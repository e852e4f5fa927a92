import t from 'tap'
import { demoCommand } from './demo-command.ts'

t.test('the command line of a run has the typed words and the network from the variables', async t => {
  t.equal(demoCommand([], {}), 'npm run demo')
  t.equal(demoCommand(['--quick'], {}), 'npm run demo -- --quick')
  t.equal(
    demoCommand(['--quick'], { s3ConnectionMibps: 85, lambdaNetwork: 'published' }),
    'npm run demo -- --quick --s3-connection-mibps 85 --lambda-network published',
  )
  const typed = ['--lambda-network=published', '--s3-connection-mibps', '85']
  t.equal(
    demoCommand(typed, { s3ConnectionMibps: 85, lambdaNetwork: 'published' }),
    'npm run demo -- --lambda-network=published --s3-connection-mibps 85',
  )
})
