import { readFileSync } from 'node:fs'
import t from 'tap'
import { notGranted } from './handler-permissions-not-granted.ts'
import { readTemplate, templateFiles } from './read-template.ts'

const { types } = JSON.parse(readFileSync(new URL('handler-permissions.json', import.meta.url), 'utf8')) as {
  types: Record<string, Handlers>
}
interface Handlers {
  readonly create: readonly string[]
  readonly read: readonly string[]
  readonly update?: readonly string[]
  readonly delete: readonly string[]
}

/** The permissions that the handlers of all types need, each with one handler that lists it. */
const needed = new Map(
  Object.entries(types).flatMap(([type, { create, read, update = [], delete: remove }]) =>
    [...create, ...read, ...update, ...remove].map(action => [action, type] as const),
  ),
)
const withReason = notGranted.flatMap(({ actions }) => actions)

/** The actions that each policy under which CloudFormation may act allows. */
const policies: Readonly<Record<string, ReadonlySet<string>>> = {
  'the service role of github-oidc.yaml': actionsOf(
    readTemplate('github-oidc.yaml').Resources.ServiceRole!.Properties.Policies.flatMap(
      (policy: { PolicyDocument: { Statement: readonly Statement[] } }) => policy.PolicyDocument.Statement,
    ),
  ),
  'docs/permissions/deploy-policy.json': actionsOf(
    JSON.parse(readFileSync(new URL('../docs/permissions/deploy-policy.json', import.meta.url), 'utf8')).Statement,
  ),
}

interface Statement {
  readonly Action: string | readonly string[]
}

function actionsOf(statements: readonly Statement[]): ReadonlySet<string> {
  return new Set(statements.flatMap(({ Action }) => Action))
}

t.test('the facts are those of the resource types that the templates use', async t => {
  const used = templateFiles.flatMap(file => Object.values(readTemplate(file).Resources).map(({ Type }) => Type))
  t.same(Object.keys(types), [...new Set(used)].sort())
})

for (const [name, allowed] of Object.entries(policies)) {
  t.test(
    `${name} allows what the handlers of the resource types ask for, or the reason why not is written`,
    async t => {
      for (const [action, type] of needed) {
        t.ok(allowed.has(action) || withReason.includes(action), `${action}, which a handler of ${type} lists`)
      }
    },
  )
}

t.test('no reason is stale', async t => {
  t.equal(new Set(withReason).size, withReason.length, 'each action has one')
  for (const action of withReason) {
    t.ok(needed.has(action), `a handler lists ${action}`)
    t.notOk(policies['the service role of github-oidc.yaml']!.has(action), `${action} is not granted`)
  }
})

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getavailabilityzones.html
t.test('Fn::GetAZs may be evaluated', async t => {
  t.match(readFileSync(new URL('network.yaml', import.meta.url), 'utf8'), '!GetAZs')
  for (const [name, allowed] of Object.entries(policies)) {
    for (const action of ['ec2:DescribeAvailabilityZones', 'ec2:DescribeAccountAttributes']) {
      t.ok(allowed.has(action), `${name}: ${action}`)
    }
  }
})
