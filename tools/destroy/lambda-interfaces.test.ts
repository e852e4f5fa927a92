import { CreateSubnetCommand, CreateVpcCommand, EC2Client } from '@aws-sdk/client-ec2'
import t, { type Test } from 'tap'
import { AwsClients } from '../command/aws-clients.ts'
import type { AwsConnection } from '../command/aws-connection.ts'
import { recordProgress } from '../deploy/deploy-fixture.ts'
import { startLocalAws } from '../local-aws/server.ts'
import { attachNetworkInterface } from '../local-aws/services/ec2/network-interfaces.ts'
import { impatient } from './destroy-fixture.ts'
import { interfacesReleased, lambdaInterfaces, releaseAwaited } from './lambda-interfaces.ts'

/** A VPC with one network interface of Lambda and one of EFS. */
async function heldVpc(t: Test) {
  const aws = await startLocalAws()
  t.teardown(() => aws.close())
  const { region, endpoint, credentials } = aws
  const clients = new AwsClients({ region, endpoint, credentials }, undefined)
  t.teardown(() => clients[Symbol.dispose]())
  const connection = { clients } as unknown as AwsConnection
  const ec2 = clients.get(EC2Client)
  const VpcId = (await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }))).Vpc!.VpcId!
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: '10.0.0.0/24' }))
  const [lambda] = (['lambda', 'efs'] as const).map(interfaceType =>
    attachNetworkInterface(aws.account.ec2, {
      subnetId: Subnet!.SubnetId!,
      interfaceType,
      description: '',
      securityGroupIds: [],
      requesterId: '',
    }),
  )
  const { progress, lines } = recordProgress()
  const released = (vpcIds: string[], until: number, signal = AbortSignal.timeout(30_000)) =>
    interfacesReleased(connection, vpcIds, { progress, pace: impatient, until: performance.now() + until, signal })
  return { aws, connection, VpcId, id: lambda!.networkInterfaceId, released, lines, progress }
}

t.test('only interfaces of Lambda in the VPC count', async t => {
  const { connection, VpcId, id } = await heldVpc(t)
  t.same(await lambdaInterfaces(connection, [VpcId]), [id])
  t.same(await lambdaInterfaces(connection, ['vpc-0']), [])
  t.same(await lambdaInterfaces(connection, []), [], 'no VPC means no interfaces, not all')
  t.match(releaseAwaited([id]), `1 network interface (${id})`)
  t.match(releaseAwaited([id, 'eni-1']), `2 network interfaces (${id}, eni-1)`)
})

t.test('a removal waits until Lambda has released the interfaces, and reports the wait', async t => {
  const { aws, VpcId, id, lines, connection, progress } = await heldVpc(t)
  const signal = AbortSignal.timeout(30_000)
  const shown: string[] = []
  const status = (text: string) => {
    shown.push(text)
    aws.account.ec2.networkInterfaces.delete(id)
  }
  const watched = { ...progress, status }
  const until = performance.now() + 60_000
  await interfacesReleased(connection, [VpcId], { progress: watched, pace: impatient, until, signal })
  t.match(lines, [new RegExp(`^0 s: AWS Lambda has yet to release 1 network interface \\(${id}\\)`)])
  t.match(shown, [new RegExp(`^waiting for ${id}, \\d+ s$`), /^$/], 'the line of this moment is gone in the end')
})

t.test('the wait ends at the time limit', async t => {
  const { VpcId, released, lines } = await heldVpc(t)
  await t.resolves(released([VpcId], -1))
  t.same(lines, [])
})
