import { costOf } from '../../cost/cost.ts'
import { costMarkdown } from '../../cost/cost-markdown.ts'
import type { Criterion } from '../criterion.ts'
import { readGuide } from '../../guide/guide.ts'

export const costPage: Criterion = {
  id: '7.5',
  claim: 'The documentation has the expected costs of running the POC, and what of it the AWS free tier covers.',
  builtIn: ['docs/cost.md', 'tools/cost/prices.json'],
  shownIn: [],
  check: async (verification, { observed, expect }) => {
    const page = await verification.document('docs/cost.md')
    const { headings } = readGuide(page)
    const first = page.match(/one demonstration on AWS \| \*\*(\$[\d.]+)\*\*/)?.[1]
    const month = page.match(/a month left running, unused \| \*\*(\$[\d.]+)\*\*/)?.[1]
    observed(
      'docs/cost.md',
      `one demonstration ${first}, a month left running ${month}; sections: ${headings.join(', ')}`,
    )
    expect(first !== undefined && month !== undefined, 'It does not say what a demonstration and a month cost')
    expect(page.includes('free tier'), 'It does not speak of the free tier')
    expect(
      page === costMarkdown(await costOf()),
      'It is not what npm run cost computes: npm run cost -- --write docs/cost.md',
    )
  },
}
