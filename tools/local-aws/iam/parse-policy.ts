import { AwsError } from '../aws-error.ts'
import { checkConditions } from './condition-rules.ts'
import type { OneOrMany, PolicyDocument, PolicyStatement } from './policy-document.ts'
import { listOf } from './policy-document.ts'
import { checkAction, checkPrincipal, checkResource } from './statement-values.ts'

/**
 * The kind of a policy decides which parts its statements must and must not have. `resource` is a resource policy with
 * principals and resources (a bucket's, a VPC endpoint's); its service checks its own actions and ARNs.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_identity-vs-resource.html
 */
export type PolicyKind = 'identity' | 'trust' | 'resource' | 'fileSystem'

/**
 * Reads a policy from JSON text. It refuses what IAM refuses, with MalformedPolicyDocument unless the service has
 * another code. The grammar: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html IAM's
 * sentences, as in getmoto/moto's tests: tests/test_iam/test_iam_policies.py; "Has prohibited field Resource" and
 * "Policy document should not specify a principal": snowcrash.eu, category IAM policy, and
 * github.com/hashicorp/terraform/issues/13449.
 *
 * @throws AwsError 400
 */
export function parsePolicy(
  text: string,
  errorCode = 'MalformedPolicyDocument',
  kind: PolicyKind = 'resource',
): PolicyDocument {
  const refuse: Refusal = message => {
    throw new AwsError(errorCode, message)
  }
  const document = parsed(text, kind, refuse)
  checkSyntax(document, refuse)
  const statements = listOf(document.Statement)
  checkSids(statements, refuse)
  for (const statement of statements) checkPresence(statement, kind, refuse)
  for (const statement of statements) checkValues(statement, kind, refuse)
  return document
}

export type Refusal = (message: string) => never

const syntaxErrors = 'Syntax errors in policy.'

function parsed(text: string, kind: PolicyKind, refuse: Refusal): PolicyDocument {
  try {
    return JSON.parse(text)
  } catch (cause) {
    // Words for a trust policy: recorded/iam.yaml.
    if (cause instanceof SyntaxError)
      return refuse(kind === 'trust' ? 'This policy contains invalid Json' : syntaxErrors)
    throw cause
  }
}

const documentKeys = ['Version', 'Id', 'Statement']
const versions = ['2008-10-17', '2012-10-17']
const textKeys = ['Action', 'NotAction', 'Resource', 'NotResource'] as const
const statementKeys = ['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Condition', ...textKeys]
const exclusive = [
  ['Action', 'NotAction'],
  ['Resource', 'NotResource'],
  ['Principal', 'NotPrincipal'],
] as const

function checkSyntax(document: PolicyDocument, refuse: Refusal): void {
  const check = (holds: boolean) => holds || refuse(syntaxErrors)
  check(isObject(document) && Object.keys(document).every(key => documentKeys.includes(key)))
  check(document.Version === undefined || versions.includes(document.Version))
  check(document.Id === undefined || typeof document.Id === 'string')
  const statements = listOf(document.Statement)
  check(statements.length > 0)
  for (const statement of statements) {
    check(isObject(statement) && Object.keys(statement).every(key => statementKeys.includes(key)))
    check(statement.Effect === 'Allow' || statement.Effect === 'Deny')
    check(statement.Sid === undefined || typeof statement.Sid === 'string')
    check(!exclusive.some(([one, other]) => statement[one] !== undefined && statement[other] !== undefined))
    check(textKeys.every(key => isText(statement[key])))
    for (const principal of [statement.Principal, statement.NotPrincipal]) {
      check(principal === undefined || principal === '*' || isObject(principal))
    }
    checkConditions(statement.Condition, refuse)
  }
}

/** "Statement IDs (SID) must be alpha-numeric": github.com/Wolox/carthage_cache/issues/22; unique: kubernetes/kops#4951. */
function checkSids(statements: readonly PolicyStatement[], refuse: Refusal): void {
  const sids = statements.flatMap(({ Sid }) => Sid || [])
  if (new Set(sids).size < sids.length) refuse('Statement IDs (SID) in a single policy must be unique.')
}

function checkPresence(statement: PolicyStatement, kind: PolicyKind, refuse: Refusal): void {
  const has = (...keys: (keyof PolicyStatement)[]) => keys.some(key => listOf(statement[key] as OneOrMany).length > 0)
  if (!has('Action', 'NotAction')) refuse('Policy statement must contain actions.')
  const names = statement.Principal !== undefined || statement.NotPrincipal !== undefined
  if (kind === 'identity') {
    if (names) refuse('Policy document should not specify a principal.')
    if (!has('Resource', 'NotResource')) refuse('Policy statement must contain resources.')
    return
  }
  if (!names) refuse('Missing required field Principal')
  if (kind === 'resource' && !has('Resource', 'NotResource')) refuse('Missing required field Resource')
  if (kind !== 'trust') return
  for (const field of ['Resource', 'NotResource', 'NotPrincipal'] as const) {
    if (statement[field] !== undefined) refuse(`Has prohibited field ${field}`)
  }
}

function checkValues(statement: PolicyStatement, kind: PolicyKind, refuse: Refusal): void {
  // S3 and EC2 have their own words for these.
  if (kind === 'resource') return
  if (statement.Sid && !/^[0-9A-Za-z]*$/.test(statement.Sid)) {
    refuse(
      'Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*',
    )
  }
  for (const resource of [...listOf(statement.Resource), ...listOf(statement.NotResource)]) {
    checkResource(resource, refuse)
  }
  for (const action of [...listOf(statement.Action), ...listOf(statement.NotAction)]) {
    checkAction(action, kind, refuse)
  }
  for (const principal of [statement.Principal, statement.NotPrincipal]) checkPrincipal(principal, refuse)
}

function isText(value: unknown): boolean {
  return value === undefined || listOf(value).every(item => typeof item === 'string')
}

function isObject(value: unknown): boolean {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
