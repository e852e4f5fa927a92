/** Describes a file of a bundle in one sentence; evidence/README.md says more. */
export function fileDescription(path: string): string {
  const [, description] = descriptions.find(([pattern]) => pattern.test(path)) ?? []
  return description ?? 'A file of the evidence.'
}

/** The first pattern that matches counts. */
const descriptions: readonly [path: RegExp, description: string][] = [
  [/^report\.json$/, 'Every figure of the run, with its provenance.'],
  [/^report\.(md|html)$/, 'The figures of the run for people, with pictures.'],
  [/^requirements\.json$/, 'A verdict on each acceptance criterion, with what was observed and by which call.'],
  [/^claims\.json$/, 'A verdict on each claim of the README, with what was observed and by which call.'],
  [/^invocations\.ndjson$/, 'Every measured call, kept or discarded and why, one a line.'],
  [/^comparison\/comparison\.json$/, 'Every measured call of the comparison of stores, with its choices.'],
  [/^comparison\/findings\.json$/, 'The statistics of the comparison of stores, from its calls.'],
  [/^comparison\/comparison\.md$/, 'The comparison of stores for people, with figures.'],
  [/^comparison\/tables\//, 'Results of the comparison of stores as a table.'],
  [/^comparison\/figures\//, 'Results of the comparison of stores as a figure.'],
  [/^efs\/.*\.json$/, 'The access point, its file system and its mount targets, as EFS describes them.'],
  [/^lambda\/.*\.json$/, 'A function with its file system configuration, as Lambda describes it.'],
  [/^s3\/.*\.json$/, 'The objects below outputs/ in the bucket.'],
  [/^cloudformation\/.*\.json$/, 'Stacks, their resources or their events, as CloudFormation describes them.'],
  [/^(efs|lambda|s3|cloudformation)\/.*\.png$/, 'A picture of the configuration, drawn from the JSON beside it.'],
  [/^tables\/.*\.tex$/, 'Results as a LaTeX table in the style of booktabs.'],
  [/^tables\/invocations\.csv$/, 'Every measured call, one a row.'],
  [/^tables\/.*\.csv$/, 'Results as a table.'],
  [/^figures\//, 'Results as a figure.'],
  [/^logs\//, "A function's CloudWatch logs since the run began, platform records included."],
]
