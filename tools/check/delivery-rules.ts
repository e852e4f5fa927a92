import { isDeepStrictEqual } from 'node:util'
import { isNode, LineCounter, parseDocument } from 'yaml'
import type { Workflow } from '../workflow/workflow.ts'
import { awsRules } from './aws-job-rules.ts'
import { check, condition, type Find, inputs, needs, type Rule, runs, triggers } from './delivery-rule.ts'
import type { Finding } from './finding.ts'
import { uploadedFiles } from './upload-path.ts'

/**
 * Checks the rules of the three delivery workflows: when they run, that AWS admits their jobs, that runs do not
 * overlap, and that the evidence is shown and uploaded. For other workflows only the part about AWS applies.
 */
export function deliveryFindings(path: string, text: string): Finding[] {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  // workflowFindings reports a file that is broken itself.
  if (document.errors.length > 0) return []
  const workflow = document.toJS() as Workflow
  if (typeof workflow?.jobs !== 'object') return []
  const find: Find = (place, sentence) => {
    // The nearest part that exists, because a missing one has no line.
    const nearest = place.map((_, index) => place.slice(0, place.length - index)).find(one => document.hasIn(one))
    const node = nearest && document.getIn(nearest, true)
    const offset = isNode(node) ? (node.range?.[0] ?? 0) : 0
    return { path, line: lines.linePos(offset).line, sentence }
  }
  const name = path.split('/').at(-1)!
  return [...awsRules, ...(deliveryRules[name] ?? [])].flatMap(rule => rule(workflow, find))
}

const deliveryRules: Readonly<Record<string, readonly Rule[]>> = {
  'check.yml': [
    triggers({ pull_request: null, workflow_call: null }),
    ({ concurrency }, find) =>
      check(
        concurrency?.group === "check-${{ github.event_name == 'pull_request' && github.ref || github.run_id }}",
        () =>
          find(['concurrency'], 'Runs that deploy-and-measure calls must not share a group: they cancel each other.'),
      ),
    ...evidenceRules('check'),
  ],
  'deploy-and-measure.yml': [
    triggers({ push: { branches: ['main'] } }),
    inputs('region', 'prefix', 'samples', 'keep'),
    ({ concurrency, env }, find) =>
      check(concurrency?.group === `aws-${env?.PREFIX}`, () =>
        find(['concurrency'], 'One run a prefix at a time: the group is aws-, and what PREFIX is.'),
      ),
    needs('deploy-and-measure', 'check'),
    ...evidenceRules('deploy-and-measure'),
    needs('teardown', 'deploy-and-measure'),
    condition('teardown', [
      'always()',
      "needs.deploy-and-measure.result != 'skipped'",
      '!inputs.keep',
      "vars.AWS_DEPLOY_ROLE_ARN != ''",
    ]),
    runs('teardown', /^npm run destroy -- --prefix "\$PREFIX" --role-arn "\$SERVICE_ROLE_ARN"$/),
  ],
  'clean-up.yml': [
    ({ on }, find) =>
      check(Array.isArray(on?.schedule) && on.schedule.length > 0, () => find(['on'], 'The clean-up has a schedule.')),
    inputs('hours', 'region'),
    runs('clean-up', /^npm run destroy -- .*--stale-after "\$HOURS"/),
  ],
}

/** The last steps of a job that makes a bundle: the summary on the run's page, and the upload of the bundle. */
function evidenceRules(name: string): readonly Rule[] {
  const whateverFailed = '${{ !cancelled() }}'
  const place = ['jobs', name, 'steps']
  return [
    ({ jobs }, find) =>
      check(
        jobs[name]?.steps?.some(({ run, if: when }) => run === 'npm run summary' && when === whateverFailed) ?? false,
        () => find(place, `${name} runs npm run summary, if: ${whateverFailed}.`),
      ),
    ({ jobs }, find) => {
      const upload = jobs[name]?.steps?.find(({ uses }) => uses?.startsWith('actions/upload-artifact@'))
      const taken = upload?.if === whateverFailed ? uploadedFiles(String(upload.with?.path), ofARun) : []
      return check(isDeepStrictEqual(taken, [ofARun[0]]), () =>
        find(place, `${name} uploads the bundle of the run and nothing else of evidence/, if: ${whateverFailed}.`),
      )
    },
  ]
}

/** The files in evidence/ after a run; the first is its bundle. */
const ofARun = [
  'evidence/20260102T030405Z-0a1b2c/report.json',
  'evidence/example/report.json',
  'evidence/README.md',
  'README.md',
]
