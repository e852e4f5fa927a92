import { CreateVpcCommand, DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2'
import t, { type Test } from 'tap'
import { useLocalAws } from '../deploy/deploy-fixture.ts'
import { type LocalAws, startLocalAws } from '../local-aws/server.ts'
import { setEnvironment } from './deployer-fixture.ts'
import { of, runPreflight } from './preflight-fixture.ts'

// One test makes a whole stack. On a busy machine that may take half a minute.
t.setTimeout(600_000)

async function useAccountWith(t: Test, concurrentExecutions: number): Promise<LocalAws> {
  const aws = await startLocalAws({ concurrentExecutions })
  t.teardown(() => aws.close())
  setEnvironment(t, aws.environment)
  return aws
}

t.test('too little concurrency for ten parallel calls is a problem, and just enough is a warning', async t => {
  await t.test('a new account has ten', async t => {
    await useAccountWith(t, 10)
    t.match(of(await runPreflight(), 'concurrency'), {
      outcome: 'warning',
      sentence: /Just 10 of 10 .* new account/,
      nextStep: /request-service-quota-increase --service-code lambda --quota-code L-B99A9384/,
    })
  })
  await t.test('fewer', async t => {
    await useAccountWith(t, 5)
    t.match(of(await runPreflight(), 'concurrency'), {
      outcome: 'problem',
      sentence: /Only 5 of 5/,
      nextStep: /answered with 500/,
    })
  })
})

t.test('a function with more memory than a new account may use is a warning', async t => {
  await useLocalAws(t)
  const findings = await runPreflight({ parameters: { ConsumerMemorySize: '4096' } })
  t.match(of(findings, 'memory'), { outcome: 'warning', sentence: /ConsumerMemorySize 4096 MB: more than 3008 MB/ })
  t.match(of(await runPreflight(), 'memory'), {
    outcome: 'ok',
    sentence: /ProducerMemorySize 1024 MB, ConsumerMemorySize 1769 MB/,
  })
  await t.rejects(runPreflight({ parameters: { ConsumerMemorySize: 'much' } }), { code: 'MISUSED' })
})

t.test('reaching the default VPC quota is a warning, and reaching a given one is a problem', async t => {
  const { region, endpoint, credentials } = await useLocalAws(t)
  const ec2 = new EC2Client({ region, endpoint, credentials })
  for (let count = 0; count < 5; count += 1) await ec2.send(new CreateVpcCommand({ CidrBlock: '10.9.0.0/16' }))
  const { length } = (await ec2.send(new DescribeVpcsCommand({}))).Vpcs!
  const sentence = new RegExp(`${length} of 5 VPCs`)
  t.match(of(await runPreflight(), 'VPCs'), { outcome: 'warning', sentence, nextStep: /L-F678F1CE/ })
  t.match(of(await runPreflight({ vpcQuota: length }), 'VPCs'), {
    outcome: 'problem',
    sentence: /no room for another\.$/,
  })
  t.match(of(await runPreflight({ vpcQuota: 20 }), 'VPCs'), { outcome: 'ok' })
})
