/** A folder of sources, with all that lies below it and is no layer of its own. */
export interface Layer {
  readonly folder: string
  /** What is in it, as docs/architecture.md says it. */
  readonly holds: string
  /** The files and folders that may import it; all later layers when left out. */
  readonly onlyFor?: readonly string[]
}

/**
 * The order of the folders: a source imports from its own layer and from earlier ones. `npm run check` enforces it for
 * values and for types. Tests and their fixtures may import everything.
 */
export const layers: readonly Layer[] = [
  { folder: 'functions/failure', holds: 'the errors that an answer names by a code' },
  { folder: 'functions/json', holds: 'JSON with exact numbers, read and written' },
  { folder: 'functions/log', holds: 'log records and the trace of a request' },
  { folder: 'functions/http', holds: 'requests of API Gateway and their answers' },
  { folder: 'functions/integrity', holds: 'checksums of an object and the proof of a copy' },
  { folder: 'functions/sums', holds: 'the thread that computes checksums, a script of its own' },
  { folder: 'functions/working-set', holds: 'files on EFS: names, versions, whole or not at all' },
  { folder: 'functions/bucket', holds: 'objects of S3' },
  { folder: 'functions/inference-protocol', holds: 'the messages between the Consumer and its inference process' },
  { folder: 'functions/consumer', holds: 'the Consumer' },
  { folder: 'functions/inference', holds: 'its inference process, a script of its own' },
  { folder: 'functions/producer', holds: 'the Producer' },
  { folder: 'tools/command', holds: 'what every command does: options, errors, progress, the AWS connection' },
  { folder: 'tools/workflow', holds: 'the workflows of GitHub' },
  { folder: 'tools/guide', holds: 'the documents, read as a program' },
  { folder: 'tools/compile', holds: 'bundles of the commands' },
  { folder: 'tools/model', holds: 'the committed model and how it is trained' },
  {
    folder: 'tools/local-aws',
    holds: 'the local AWS; other tools know its endpoint only',
    onlyFor: ['tools/local.ts', 'tools/demo.ts', 'tools/demo', 'tools/bench'],
  },
  { folder: 'tools/package', holds: 'zips of the functions and templates' },
  { folder: 'tools/deploy', holds: 'stacks, and the names that follow from a prefix' },
  { folder: 'tools/exercise', holds: 'one use of the system' },
  { folder: 'tools/measure', holds: 'samples of a run' },
  { folder: 'tools/evidence', holds: 'the bundle of a run' },
  { folder: 'tools/cost', holds: 'what a run and a month cost' },
  { folder: 'tools/destroy', holds: 'removal of a deployment, and the search for what is left' },
  { folder: 'tools/verify', holds: 'the criteria, checked on a running system' },
  { folder: 'tools/summary', holds: 'the summary of a workflow run' },
  { folder: 'tools/preflight', holds: 'what can be checked before a deployment' },
  { folder: 'tools/replay', holds: 'events that failed, sent again' },
  { folder: 'tools/demo', holds: 'one run of everything' },
  { folder: 'tools/bench', holds: 'ratios of speed' },
  { folder: 'tools/testing', holds: 'the test runner, and support for tests' },
  { folder: 'tools/mutants', holds: 'small changes that no test notices' },
  { folder: 'tools/nfs-lab', holds: 'hosts on a real NFS file system' },
  { folder: 'tools/check', holds: 'the checks of `npm run check`' },
  { folder: 'tools', holds: 'the commands: `npm run NAME` is `tools/NAME.ts`' },
  { folder: 'cloudformation', holds: 'the templates and their tests' },
]
