import t from 'tap'
import { artifactsBucketName } from '../tools/deploy/names.ts'
import { lint, withoutLint as skip } from './cfn-lint-fixture.ts'
import {
  assumeByToken,
  bootstrap,
  deployBootstrap,
  jobClaims,
  oidcTemplate,
  repository,
} from './github-oidc-fixture.ts'
import { readTemplate } from './read-template.ts'

t.setTimeout(600_000)

const refused = { name: 'AccessDenied', message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity' }

t.test('a job of the repository in the environment takes the deploy role, and nobody else does', async t => {
  const started = await bootstrap(t)
  t.equal(started.providerArn, 'arn:aws:iam::000000000000:oidc-provider/token.actions.githubusercontent.com')
  const withNumbers = 'repo:octo-org@65/paper@74:environment:aws'
  for (const sub of [jobClaims.sub, withNumbers, `${jobClaims.sub}-remove`, `${withNumbers}-remove`]) {
    const { AssumedRoleUser } = await assumeByToken(started, { ...jobClaims, sub })
    t.match(AssumedRoleUser!.Arn, /assumed-role\/lambda-efs-github-deploy\/GitHubActions$/, sub)
  }
  const others = {
    'another repository': { sub: 'repo:octo-org/other:environment:aws', repository_id: '75' },
    'another owner': { sub: 'repo:somebody/paper:environment:aws', repository_id: '76' },
    'an environment whose name begins like ours': {
      sub: 'repo:octo-org/paper:environment:aws-removed',
      environment: 'aws-removed',
    },
    'another environment': { sub: 'repo:octo-org/paper:environment:production', environment: 'production' },
    'another branch in the environment': { ref: 'refs/heads/feature' },
    'a tag in the environment': { ref: 'refs/tags/main' },
    'a token that does not say which branch': { ref: undefined },
    'a branch without an environment': { sub: 'repo:octo-org/paper:ref:refs/heads/main' },
    'a pull request': { sub: 'repo:octo-org/paper:pull_request' },
    'other numbers behind the same names': { sub: 'repo:octo-org@1/paper@2:environment:aws', repository_id: '2' },
    'a new repository of the same name': { sub: jobClaims.sub, repository_id: '99' },
    'a token that does not say which repository': { repository_id: undefined },
  }
  for (const [who, changed] of Object.entries(others)) {
    await t.rejects(assumeByToken(started, { ...jobClaims, ...changed }), refused, who)
  }
  await t.rejects(assumeByToken(started, { ...jobClaims, aud: 'https://github.com/octo-org' }), {
    message: 'Incorrect token audience',
  })
})

t.test('an account that has the provider already keeps it', async t => {
  const started = await bootstrap(t)
  const outputs = await deployBootstrap(
    started.aws,
    oidcTemplate,
    {
      ...repository,
      GitHubEnvironment: 'paper',
      GitHubRef: 'refs/heads/release',
      Prefix: 'second',
      ExistingProviderArn: started.providerArn,
    },
    'second-github-oidc',
  )
  t.equal(outputs.ProviderArn, started.providerArn)
  const second = { ...started, deployRoleArn: outputs.DeployRoleArn! }
  await t.rejects(assumeByToken(second), refused)
  const claims = { ...jobClaims, sub: 'repo:octo-org/paper:environment:paper' }
  await t.rejects(assumeByToken(second, claims), refused, 'its branch is another')
  t.ok((await assumeByToken(second, { ...claims, ref: 'refs/heads/release' })).Credentials)
})

t.test(
  'the owner may be a managed user, and every artifacts bucket of a prefix that begins with Prefix is in reach',
  t => {
    const { Parameters } = readTemplate('github-oidc.yaml')
    const accepts = (name: string, value: string) => new RegExp(Parameters[name]!.AllowedPattern!).test(value)
    for (const owner of ['octocat', 'octo-org', 'octocat_acme']) t.ok(accepts('GitHubOwner', owner), owner)
    for (const owner of ['', '-org', 'org-', 'a--b', 'a/b']) t.notOk(accepts('GitHubOwner', owner), owner)
    const longest = 'l'.repeat(18)
    t.ok(accepts('Prefix', longest))
    t.notOk(accepts('Prefix', `${longest}l`))
    for (const region of ['us-east-1', 'ap-southeast-2']) {
      for (const length of [18, 25, 26, 46]) {
        const bucket = artifactsBucketName('l'.repeat(length), { accountId: '123456789012', region })
        t.match(bucket, new RegExp(`^${longest}.*-artifacts-123456789012-`), `${region} ${length}`)
      }
    }
    t.end()
  },
)

t.test('no statement allows a wildcard action, and only what cannot be bound is allowed on *', async t => {
  const { Resources } = readTemplate('github-oidc.yaml')
  for (const role of ['DeployRole', 'ServiceRole']) {
    const statements = Resources[role]!.Properties.Policies.flatMap(
      (policy: { PolicyDocument: { Statement: object[] } }) => policy.PolicyDocument.Statement,
    )
    const everywhere: string[] = []
    for (const { Sid, Action, Resource } of statements) {
      t.notMatch([Action].flat().join(), /\*/, `${role} ${Sid}`)
      if ([Resource].flat().includes('*')) everywhere.push(...[Action].flat())
    }
    t.same(
      everywhere.filter(action => !/:(Describe|Get)\w+$/.test(action)),
      [],
      `${role} only looks`,
    )
  }
})

t.test('the bootstrap has a description for every parameter and output', async t => {
  const { Parameters, Outputs } = readTemplate('github-oidc.yaml')
  for (const [name, { Description }] of [...Object.entries(Parameters), ...Object.entries(Outputs)]) {
    t.match(Description, /^[A-Z].{5,}\.$/s, name)
  }
  for (const [name, parameter] of Object.entries(Parameters)) {
    t.ok(parameter.AllowedPattern && parameter.ConstraintDescription, name)
    if (parameter.Default !== undefined) t.match(parameter.Default, new RegExp(parameter.AllowedPattern!), name)
  }
})

t.test('cfn-lint finds nothing in the bootstrap', { skip, timeout: 600_000 }, async t => {
  t.equal((await lint('github-oidc.yaml')).stdout, '')
})
