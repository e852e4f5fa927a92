import { isDeepStrictEqual } from 'node:util'
import type { Criterion } from '../criterion.ts'
import { readGuide } from '../../guide/guide.ts'

export const prerequisites: Criterion = {
  id: '7.2',
  claim: 'The documentation lists all prerequisites: AWS permissions, tools and dependencies.',
  builtIn: ['docs/prerequisites.md', 'docs/permissions/deploy-policy.json'],
  shownIn: [],
  check: async (verification, { observed, expect }) => {
    const page = await verification.document('docs/prerequisites.md')
    const { engines, dependencies, devDependencies } = JSON.parse(await verification.document('package.json'))
    const packages = Object.entries<string>({ ...dependencies, ...devDependencies })
    // A second version of a package has a name of its own, and its version is `npm:NAME@VERSION`.
    const listed = [...page.matchAll(/^\| `([^`]+)` +\| ((?:npm:\S+@)?\d\S*) +\|/gm)].map(([, name, version]) => [
      name!,
      version!,
    ])
    observed('docs/prerequisites.md', `Node.js ${engines.node}, ${listed.length} packages with their versions`)
    expect(page.includes(engines.node.replace('>=', '')), `It does not name Node.js ${engines.node}`)
    const sorted = (rows: string[][]) => rows.map(row => row.join(' ')).sort()
    expect(isDeepStrictEqual(sorted(listed), sorted(packages)), 'Its packages are not those of package.json')
    for (const section of ['Tools', 'npm packages', 'Permissions', 'Quotas']) {
      expect(readGuide(page).headings.includes(section), `It has no section "${section}"`)
    }
    const { Statement } = JSON.parse(await verification.document('docs/permissions/deploy-policy.json')) as {
      Statement: { Action: string | string[] }[]
    }
    const actions = Statement.flatMap(({ Action }) => Action)
    observed('docs/permissions/deploy-policy.json', `${actions.length} actions in ${Statement.length} statements`)
    // A deployment of these templates needs at least these. called-actions.test.ts compares the whole.
    for (const action of ['cloudformation:CreateChangeSet', 'elasticfilesystem:CreateFileSystem', 'iam:PassRole']) {
      expect(actions.includes(action), `The policy does not allow ${action}`)
    }
  },
}
