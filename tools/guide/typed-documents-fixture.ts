/**
 * The documents whose `sh` blocks guides.cycle.test.ts types, in this order. documents.test.ts refuses such a block in
 * any other document.
 */
export const typedDocuments = {
  beforeDeployment: ['README.md', 'tools/local-aws/README.md', 'docs/permissions/README.md', 'docs/deployment.md'],
  afterDeployment: [
    'docs/api.md',
    'docs/troubleshooting.md',
    'docs/reading-evidence.md',
    'docs/testing.md',
    'evidence/README.md',
  ],
  toRemove: ['docs/cleanup.md'],
} as const
