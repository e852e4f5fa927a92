import { randomBytes, randomInt } from 'node:crypto'
import { AwsError } from '../../aws-error.ts'
import { ActionRecord } from '../../iam/action-record.ts'
import type { Credentials, Identity, NetworkOrigin } from '../../iam/identity.ts'
import type { PolicyDocument } from '../../iam/policy-document.ts'
import { managedPolicies } from './managed-policies.ts'
import type { Account } from './operation.ts'
import { globalContext } from './request-context.ts'

export interface Role {
  readonly roleName: string
  readonly path: string
  readonly arn: string
  readonly roleId: string
  readonly createDate: Date
  trustPolicy: PolicyDocument
  description?: string
  maxSessionDuration: number
  readonly inlinePolicies: Map<string, PolicyDocument>
  readonly attachedPolicyArns: Set<string>
  readonly tags: Map<string, string>
}

export interface SessionRequest {
  readonly role: Role
  readonly sessionName: string
  readonly durationSeconds: number
  readonly origin?: NetworkOrigin
  /** Condition keys of the session, e.g. `lambda:SourceFunctionArn`. */
  readonly context?: Readonly<Record<string, string>>
}

interface KeyHolder {
  readonly identity: Identity
  readonly credentials: Credentials
}

/** An OpenID Connect provider whose tokens roles may trust. */
export interface OpenIdConnectProvider {
  readonly arn: string
  /** The URL without the scheme, as in trust policies: `token.actions.githubusercontent.com`. */
  readonly url: string
  readonly createDate: Date
  readonly clientIds: Set<string>
  thumbprints: readonly string[]
  readonly tags: Map<string, string>
}

/** The roles, the identity providers, and the owners of access keys. */
export class IamState {
  readonly roles = new Map<string, Role>()
  /** By ARN. */
  readonly openIdConnectProviders = new Map<string, OpenIdConnectProvider>()
  /** The questions to IAM, and who asked them. */
  readonly actions = new ActionRecord()
  /** The account's administrator, whose keys the emulator prints for the tools and the CLI. */
  readonly administrator: Credentials
  readonly #account: Account
  readonly #keyHolders = new Map<string, KeyHolder>()

  constructor(account: Account) {
    this.#account = account
    this.administrator = { accessKeyId: uniqueId('AKIA'), secretAccessKey: randomBytes(30).toString('base64') }
    this.#keyHolders.set(this.administrator.accessKeyId, {
      credentials: this.administrator,
      identity: {
        kind: 'root',
        accountId: account.id,
        arn: `arn:aws:iam::${account.id}:root`,
        userId: account.id,
        accessKeyId: this.administrator.accessKeyId,
        origin: { kind: 'internet' },
        requestContext: () => globalContext(account, { kind: 'internet' }),
        policies: () => [],
        context: {},
        actions: this.actions,
      },
    })
  }

  role(roleName: string): Role {
    const role = this.roles.get(roleName)
    if (!role) throw new AwsError('NoSuchEntity', `The role with name ${roleName} cannot be found.`, 404)
    return role
  }

  roleByArn(arn: string): Role | undefined {
    return [...this.roles.values()].find(role => role.arn === arn)
  }

  openIdConnectProvider(arn: string): OpenIdConnectProvider {
    const provider = this.openIdConnectProviders.get(arn)
    if (!provider) throw new AwsError('NoSuchEntity', `OpenIDConnect Provider not found for arn ${arn}`, 404)
    return provider
  }

  /** The current inline and attached policies. */
  policiesOf(role: Role): PolicyDocument[] {
    const attached = [...role.attachedPolicyArns].map(arn => managedPolicies[arn]!)
    return [...role.inlinePolicies.values(), ...attached]
  }

  /** Issues temporary credentials of a role. The caller has already checked the trust policy. */
  issueSession({ role, sessionName, durationSeconds, origin, context }: SessionRequest): Required<Credentials> {
    const credentials = {
      accessKeyId: uniqueId('ASIA'),
      secretAccessKey: randomBytes(30).toString('base64'),
      sessionToken: randomBytes(96).toString('base64'),
      expiration: new Date(this.#account.now().getTime() + durationSeconds * 1000),
    }
    this.#keyHolders.set(credentials.accessKeyId, {
      credentials,
      identity: {
        kind: 'assumed-role',
        accountId: this.#account.id,
        arn: `arn:aws:sts::${this.#account.id}:assumed-role/${role.roleName}/${sessionName}`,
        userId: `${role.roleId}:${sessionName}`,
        roleArn: role.arn,
        accessKeyId: credentials.accessKeyId,
        origin: origin ?? { kind: 'internet' },
        requestContext: () => globalContext(this.#account, origin ?? { kind: 'internet' }),
        policies: () => (this.roles.get(role.roleName) === role ? this.policiesOf(role) : []),
        context: context ?? {},
        actions: this.actions,
      },
    })
    return credentials
  }

  /** Ends a session, for example when its execution environment is gone. */
  revoke(accessKeyId: string): void {
    this.#keyHolders.delete(accessKeyId)
  }

  /** The identity of a request without a signature. */
  get anonymous(): Identity {
    return {
      kind: 'anonymous',
      accountId: 'anonymous',
      arn: 'anonymous',
      userId: 'anonymous',
      accessKeyId: '',
      origin: { kind: 'internet' },
      requestContext: () => globalContext(this.#account, { kind: 'internet' }),
      policies: () => [],
      context: {},
      actions: this.actions,
    }
  }

  holder(accessKeyId: string): KeyHolder | undefined {
    return this.#keyHolders.get(accessKeyId)
  }
}

const idAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
export function uniqueId(prefix: string): string {
  return prefix + Array.from({ length: 16 }, () => idAlphabet[randomInt(idAlphabet.length)]).join('')
}
