import type { Criterion } from './criterion.ts'

const requirements = [
  ['Infrastructure provisioning', 'infrastructure'],
  ['Producer Lambda', 'producer'],
  ['Consumer Lambda', 'consumer'],
  ['API Gateway', 'api-gateway'],
  ['S3 system of record and eventing', 'bucket'],
  ['Demonstration and validation', 'demonstration'],
  ['Documentation and deployment guide', 'documentation'],
] as const

/**
 * Writes the page docs/requirements.md: for each criterion, where it is built, which test breaks it, and where a bundle
 * shows it.
 */
export function requirementsMarkdown(criteria: readonly Criterion[]): string {
  const tables = requirements.map(([title, folder], index) => {
    const rows = criteria.filter(({ id }) => id.startsWith(`${index + 1}.`)).map(row)
    return [
      `## ${index + 1}. ${title}`,
      '',
      `Checked by ${link(`tools/verify/${folder}`)}; the \`*.test.ts\` there try each check on a system that holds and on broken ones, in tests that are named by the criterion's number.`,
      '',
      '| | criterion | built in | evidence |',
      '|---|---|---|---|',
      ...rows,
      '',
    ]
  })
  return [
    '# The criteria',
    '',
    '<!-- Written by `npm run verify -- --write docs/requirements.md`; a test compares. Change tools/verify, not this file. -->',
    '',
    `Each of the ${criteria.length} acceptance criteria is checked on the running system by \`npm run verify\`, at the end of`,
    '`npm run demo`, and in GitHub Actions on AWS. The observations, each with its call, are in `requirements.json` of',
    'every bundle; the last column names the other files of a bundle that show it.',
    '',
    ...tables.flat(),
  ].join('\n')
}

function row({ id, claim, builtIn, shownIn }: Criterion): string {
  const shown = shownIn.map(path => `\`${path}\``).join(', ')
  return `| ${id} | ${claim} | ${builtIn.map(link).join(', ')} | ${shown || '`requirements.json`'} |`
}

// The page is in docs/.
function link(path: string): string {
  return `[${path}](../${path})`
}
