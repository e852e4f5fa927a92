/**
 * The documents whose blocks of `sh` guides.cycle.test.ts types, in the order in which it does. documents.test.ts refuses a block
 * in any other document.
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
