import type { SetUp, World } from './world-fixture.ts'

/** Stacks of one log group each, which is created in seconds and costs nothing. */
export const stackSetUps: Readonly<Record<string, SetUp>> = {
  /** A complete stack, and its template. */
  stack: async world => {
    const name = `${world.target.prefix}-stack`
    const template = templateOf(`/${world.target.prefix}/stack`)
    const { StackId } = await world.send('cloudformation', 'CreateStack', { StackName: name, TemplateBody: template })
    world.undo(() => removeStack(world, name))
    await settled(world, StackId)
    return { stack: name, stackId: StackId, template }
  },

  /** A stack with termination protection. */
  'protected-stack': async world => {
    const StackName = `${world.target.prefix}-protected`
    const { StackId } = await world.send('cloudformation', 'CreateStack', {
      StackName,
      TemplateBody: templateOf(`/${world.target.prefix}/protected`),
      EnableTerminationProtection: true,
    })
    const unprotected = { StackName, EnableTerminationProtection: false }
    world.undo(async () => {
      await world.send('cloudformation', 'UpdateTerminationProtection', unprotected)
      await removeStack(world, StackName)
    })
    await settled(world, StackId)
    return { protectedStack: StackName, protectedStackId: StackId }
  },

  /** A change set without changes, which has failed. */
  'empty-change-set': async world => {
    const { stack, template } = await world.need('stack')
    const ChangeSetName = 'empty'
    const { Id } = await world.send('cloudformation', 'CreateChangeSet', {
      StackName: stack,
      ChangeSetName,
      TemplateBody: template,
    })
    world.undo(() => world.send('cloudformation', 'DeleteChangeSet', { ChangeSetName: Id }))
    await world.until('cloudformation', 'DescribeChangeSet', { ChangeSetName: Id }, ({ Status }) => Status === 'FAILED')
    return { stack, changeSet: ChangeSetName, changeSetId: Id }
  },
}

const templateOf = (LogGroupName: string) =>
  JSON.stringify({ Resources: { Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName } } } })

async function settled(world: World, StackName: string): Promise<void> {
  const complete = ({ Stacks }: any) => Stacks[0].StackStatus === 'CREATE_COMPLETE'
  await world.until('cloudformation', 'DescribeStacks', { StackName }, complete)
}

/** Removes a stack by its ID, since a deleted stack is known only by that. */
async function removeStack(world: World, name: string): Promise<void> {
  const { Stacks } = await world.send('cloudformation', 'DescribeStacks', { StackName: name })
  const { StackId } = Stacks[0]
  await world.send('cloudformation', 'DeleteStack', { StackName: name })
  const gone = ({ Stacks }: any) => Stacks[0].StackStatus === 'DELETE_COMPLETE'
  await world.until('cloudformation', 'DescribeStacks', { StackName: StackId }, gone)
}
