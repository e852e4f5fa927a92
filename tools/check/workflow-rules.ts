import { isMap, isScalar, LineCounter, type Pair, parseDocument, visit, type YAMLMap } from 'yaml'
import type { Finding } from './finding.ts'

/**
 * Checks this project's rules for workflows beyond actionlint: every permission is needed and explained, every action
 * is pinned, and all logic can run on a laptop.
 */
export function workflowFindings(path: string, text: string): Finding[] {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const findings: Finding[] = []
  const find = (offset: number | undefined, sentence: string) =>
    void findings.push({ path, line: lines.linePos(offset ?? 0).line, sentence })
  for (const error of document.errors) find(error.pos[0], error.message)
  const root = document.contents
  if (document.errors.length > 0 || !isMap(root)) return findings

  const permissions = root.get('permissions', true)
  if (!isMap(permissions) || permissions.items.length > 0) {
    find(0, 'The workflow needs `permissions: {}` at its top; each job is granted what it needs.')
  }
  const jobs = root.get('jobs')
  for (const job of isMap(jobs) ? (jobs.items as Pair[]) : []) checkJob(job, find)
  visit(document, {
    Pair: (_, pair) => {
      if (!isScalar(pair.key) || !isScalar(pair.value)) return
      const offset = pair.key.range?.[0]
      if (pair.key.value === 'uses') checkAction(String(pair.value.value), pair.value.comment ?? '', offset, find)
      if (pair.key.value === 'run') checkCommand(String(pair.value.value), offset, find)
    },
  })
  return findings
}

type Find = (offset: number | undefined, sentence: string) => void

function checkJob({ key, value }: Pair, find: Find): void {
  if (!isScalar(key) || !isMap(value)) return
  const offset = key.range?.[0]
  const reused = value.has('uses')
  if (!reused && !value.has('timeout-minutes')) find(offset, `The job ${key.value} has no timeout-minutes.`)
  const permissions = value.get('permissions', true)
  if (!isMap(permissions)) {
    find(offset, `The job ${key.value} declares no permissions.`)
    return
  }
  for (const grant of (permissions as YAMLMap).items as Pair[]) {
    if (!isScalar(grant.key) || !isScalar(grant.value) || grant.value.comment) continue
    find(grant.key.range?.[0], `No comment says why ${key.value} is granted ${grant.key.value}: ${grant.value.value}.`)
  }
}

// A tag can be moved to other code; a commit cannot (docs.github.com/actions/reference/security/secure-use).
function checkAction(action: string, comment: string, offset: number | undefined, find: Find): void {
  if (action.startsWith('./')) return
  if (!/@[0-9a-f]{40}$/.test(action)) find(offset, `${action} is not pinned by a commit.`)
  else if (!/^ v\d+\.\d+\.\d+$/.test(comment)) find(offset, `No comment beside ${action} gives its version.`)
}

function checkCommand(command: string, offset: number | undefined, find: Find): void {
  if (command.includes('${{')) find(offset, `An expression in a run line lets others write the command: ${command}`)
  if (!allowedCommands.some(allowed => allowed.test(command))) {
    find(offset, `A run line calls npm ci, npm test or npm run, or installs packages, and nothing else: ${command}`)
  }
}

const allowedCommands = [
  // `sudo env` also appears, because root keeps no PATH.
  /^(sudo env "PATH=\$PATH" )?npm (ci|test|run [a-z:-]+( -- [^;&|`\n(]+)?)$/,
  /^sudo apt-get (update|install)( [a-z0-9.+-]+)+$/,
]
