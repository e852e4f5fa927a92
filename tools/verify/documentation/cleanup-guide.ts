import { destructionPlan } from '../../destroy/destruction-plan.ts'
import { npmCommands, readGuide } from '../../guide/guide.ts'
import { resourcesIn, stackTree } from '../../stack/stack-tree.ts'
import type { Criterion } from '../criterion.ts'

export const cleanupGuide: Criterion = {
  id: '7.4',
  claim: 'The documentation has a cleanup procedure that destroys all created AWS resources.',
  builtIn: ['docs/cleanup.md', 'tools/destroy/destroy.ts'],
  shownIn: ['cloudformation/resources.json'],
  check: async (verification, { observed, expect }) => {
    const guide = readGuide(await verification.document('docs/cleanup.md'))
    const commands = npmCommands(guide)
    observed('docs/cleanup.md', `${guide.steps} steps; npm run ${commands.join(', npm run ')}`)
    expect(commands.includes('destroy'), 'It does not say npm run destroy')
    expect(guide.headings.includes('What it does, in order'), 'It does not say what is done')

    const planned = new Set(
      (await destructionPlan(verification.connection, verification.system.prefix)).map(({ id }) => id),
    )
    const tree = await stackTree(verification.clients.cloudFormation, verification.system.stackId)
    const live = resourcesIn(tree).filter(({ type }) => type !== 'AWS::CloudFormation::Stack')
    observed('CloudFormation ListStackResources', `${live.length} resources in the stack and those nested in it`)
    observed('npm run destroy -- --dry-run', `would remove ${planned.size} things`)
    const forgotten = live.filter(({ id }) => !planned.has(id))
    expect(forgotten.length === 0, `The plan does not have ${forgotten.map(({ id }) => id).join(', ')}`)
  },
}
