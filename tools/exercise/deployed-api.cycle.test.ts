import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { connectToAws } from '../command/aws-connection.ts'
import { deploy } from '../deploy/deploy.ts'
import { packageHandler, useLocalAws } from '../deploy/deploy-fixture.ts'
import { firstPrediction } from '../deploy/deployment.ts'
import { becomeDeployer } from '../preflight/deployer-fixture.ts'
import { deployPolicy } from '../preflight/deploy-policy.ts'
import { ended } from '../testing/ended.ts'
import { openApi } from './deployed-api.ts'

t.setTimeout(600_000)

const cwd = fileURLToPath(new URL('../..', import.meta.url))

t.test(
  'the printed commands and the client call an API that asks for a signature, with keys and in a session',
  async t => {
    const aws = await useLocalAws(t)
    const answerCaller = 'async event => ({ body: JSON.stringify(event.requestContext.identity) })'
    const deployment = await deploy({
      prefix: 'demo',
      outDir: t.testdir(),
      packager: packageHandler(answerCaller),
      parameters: { ApiAuthorization: 'AWS_IAM' },
    })
    // The first command uploads the model.
    const [, ...calls] = firstPrediction(deployment)
    const callersOf = async () => {
      const { code, stdout, stderr } = await ended(spawn('bash', ['-e', '-c', calls.join('; echo; ')], { cwd }))
      t.equal(code, 0, stderr)
      return stdout.split('\n').map(answer => JSON.parse(answer).userArn)
    }
    const clientAnswer = async () => {
      using connection = await connectToAws()
      const api = openApi(deployment, connection)
      t.teardown(() => api.close())
      return api.post('/predict', {})
    }

    const root = 'arn:aws:iam::000000000000:root'
    t.same(await callersOf(), [root, root])

    const policy = deployPolicy({ accountId: aws.accountId, region: aws.region, prefix: 'demo' })
    await becomeDeployer(t, aws, policy)
    const session = 'arn:aws:sts::000000000000:assumed-role/deployer/laptop'
    t.same(await callersOf(), [session, session])
    t.match(await clientAnswer(), { statusCode: 200, body: { userArn: session } })

    aws.account.iam.role('deployer').inlinePolicies.clear()
    t.match(await clientAnswer(), {
      statusCode: 403,
      body: { error: 'ACCESS_DENIED', message: /not authorized to perform: execute-api:Invoke on resource/ },
    })
  },
)
