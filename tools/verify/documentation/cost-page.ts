import { costOf } from '../../cost/cost.ts'
import { costMarkdown } from '../../cost/cost-markdown.ts'
import type { Criterion } from '../criterion.ts'
import { readGuide } from '../../guide/guide.ts'

export const costPage: Criterion = {
  id: '7.5',
  claim: 'The documentation has the expected costs of running the POC, and what of it the AWS free tier covers.',
  builtIn: ['docs/cost.md', 'tools/cost/prices.json'],
  shownIn: [],
  check: async (verification, { saw, must }) => {
    const page = await verification.document('docs/cost.md')
    const { headings } = readGuide(page)
    const first = page.match(/one demonstration on AWS \| \*\*(\$[\d.]+)\*\*/)?.[1]
    const month = page.match(/a month left running, unused \| \*\*(\$[\d.]+)\*\*/)?.[1]
    saw('docs/cost.md', `one demonstration ${first}, a month left running ${month}; sections: ${headings.join(', ')}`)
    must(first !== undefined && month !== undefined, 'It does not say what a demonstration and a month cost')
    must(page.includes('free tier'), 'It does not speak of the free tier')
    must(
      page === costMarkdown(await costOf()),
      'It is not what npm run cost computes: npm run cost -- --write docs/cost.md',
    )
  },
}
