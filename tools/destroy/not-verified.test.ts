import { spawn } from 'node:child_process'
import t from 'tap'
import { useLocalAws } from '../deploy/deploy-fixture.ts'
import { deployPolicy } from '../preflight/deploy-policy.ts'
import { becomeDeployer, without } from '../preflight/deployer-fixture.ts'
import { commandLine } from '../testing/command-line.ts'
import { ended } from '../testing/ended.ts'

t.setTimeout(600_000)

t.test('a search that the credentials do not allow fails the command, which names the missing permissions', async t => {
  const aws = await useLocalAws(t)
  const policy = deployPolicy({ accountId: aws.accountId, region: aws.region, prefix: 'demo' })
  await becomeDeployer(t, aws, without(without(policy, 'iam:GetRole'), 'tag:GetResources'))
  const child = spawn(process.execPath, commandLine('destroy', '--prefix', 'demo'), { stdio: 'pipe' })
  const { code, stderr } = await ended(child)
  t.equal(code, 1, stderr)
  t.match(stderr, /^Error: Whether anything is left of demo is not known\.\nCould not search for:/m)
  t.match(stderr, /^ {2}AWS::IAM::Role: .*iam:GetRole/m)
  t.match(stderr, /^ {2}resources by tag: .*tag:GetResources/m)
  t.match(stderr, '(NOT_VERIFIED)')
  t.match(stderr, /^Next step: Allow iam:GetRole, tag:GetResources to the credentials/m)
})
