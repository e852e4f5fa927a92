/** A folder of sources, with all that lies below it and is no layer of its own; or a single file. */
export interface Layer {
  readonly folder: string
  /** Its content, in the words of docs/architecture.md. */
  readonly holds: string
  /** The files and folders that may import it and the layers below it; all later layers when left out. */
  readonly onlyFor?: readonly string[]
  /** True if all of it supports tests, so that its files need not say so in their names. */
  readonly isForTests?: true
}

/** Only the local AWS itself and the commands that start it may import it. */
const localAws = [
  'tools/local-aws',
  'tools/local.ts',
  'tools/demo.ts',
  'tools/demo',
  'tools/bench',
  'tools/compare.ts',
  'tools/nfs-lab/client-network.ts',
]

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
  { folder: 'tools/command', holds: 'the common parts of all commands: options, errors, progress, the AWS connection' },
  { folder: 'tools/workflow', holds: 'the workflows of GitHub' },
  { folder: 'tools/guide', holds: 'the documents, read as a program' },
  { folder: 'tools/compile', holds: 'bundles of the commands' },
  { folder: 'tools/model', holds: 'the committed model and how it is trained' },
  { folder: 'tools/local-aws/aws-error.ts', holds: 'the errors of the local AWS' },
  { folder: 'tools/local-aws/tag-count.ts', holds: 'how many tags a resource has' },
  { folder: 'tools/local-aws/protocols', holds: "AWS's protocols, decoded and encoded" },
  { folder: 'tools/local-aws/iam', holds: 'who signed a call, and whether policies allow it' },
  { folder: 'tools/local-aws/network/shape', holds: 'how fast S3 is' },
  { folder: 'tools/local-aws/account.ts', holds: 'an account without its services' },
  { folder: 'tools/local-aws/validation-error.ts', holds: 'the message for a broken constraint' },
  { folder: 'tools/local-aws/constraints.ts', holds: 'constraints of members, as data' },
  { folder: 'tools/local-aws/page.ts', holds: 'pages of a list' },
  { folder: 'tools/local-aws/lookaround.ts', holds: 'patterns with lookaround, of a bounded size' },
  { folder: 'tools/local-aws/timed-pattern.ts', holds: 'patterns of users, with a time limit' },
  { folder: 'tools/local-aws/tag-faults.ts', holds: 'tags that no service takes' },
  { folder: 'tools/local-aws/operation.ts', holds: 'the types of an operation and of a service' },
  { folder: 'tools/local-aws/region.ts', holds: 'the only Region that is served' },
  { folder: 'tools/local-aws/required-members.ts', holds: 'members that every operation requires' },
  { folder: 'tools/local-aws/honoured-members.ts', holds: 'members that an operation honours' },
  { folder: 'tools/local-aws/services/ec2', holds: 'EC2: the network' },
  { folder: 'tools/local-aws/services/iam', holds: 'IAM: roles and their policies' },
  { folder: 'tools/local-aws/services/sts', holds: 'STS' },
  { folder: 'tools/local-aws/services/logs', holds: 'CloudWatch Logs' },
  { folder: 'tools/local-aws/services/efs', holds: 'EFS' },
  { folder: 'tools/local-aws/services/lambda', holds: 'Lambda and its execution environments' },
  { folder: 'tools/local-aws/services/s3', holds: 'S3' },
  { folder: 'tools/local-aws/services/api-gateway', holds: 'API Gateway' },
  { folder: 'tools/local-aws/services/cloudformation', holds: 'CloudFormation' },
  { folder: 'tools/local-aws/services/tagging', holds: 'the Resource Groups Tagging API' },
  { folder: 'tools/local-aws/network', holds: 'which service a call may reach' },
  { folder: 'tools/local-aws/refusals', holds: 'tests of its refusals' },
  { folder: 'tools/local-aws/recorded', holds: 'recorded answers of AWS' },
  {
    folder: 'tools/local-aws',
    holds: 'the local AWS as a server; other tools know its endpoint only',
    onlyFor: localAws,
  },
  { folder: 'tools/package', holds: 'zips of the functions and templates' },
  { folder: 'tools/stack', holds: 'a stack and its nested stacks: state, events, resources, tags' },
  { folder: 'tools/deploy', holds: 'creation of a deployment, and the names that follow from a prefix' },
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
  { folder: 'tools/compare', holds: 'several stores of models, measured alike' },
  { folder: 'tools/local', holds: 'a deployment on a local AWS, to see and to develop: its page, its logs' },
  { folder: 'tools/browser', holds: 'the page in a Chromium of this machine' },
  { folder: 'tools/bench', holds: 'ratios of speed' },
  { folder: 'tools/testing', holds: 'the test runner, and support for tests', isForTests: true },
  { folder: 'tools/mutants', holds: 'small changes that no test notices' },
  { folder: 'tools/nfs-lab', holds: 'hosts on a real NFS file system', isForTests: true },
  { folder: 'tools/check', holds: 'the checks of `npm run check`' },
  { folder: 'tools', holds: 'the commands: `npm run NAME` is `tools/NAME.ts`' },
  { folder: 'cloudformation', holds: 'the templates and their tests', isForTests: true },
]
