import type { GatewayResponse, Method, MethodSetting, RestApi as RestApiDescription } from '@aws-sdk/client-api-gateway'

export interface ApiResource {
  readonly id: string
  readonly parentId?: string
  /** The last part of the path. Missing for the root. */
  readonly pathPart?: string
  readonly path: string
  readonly methods: Map<string, Method>
}

/** The frozen content of a deployment. Later changes of the API do not change it. */
export interface Snapshot {
  readonly resources: readonly {
    readonly id: string
    readonly path: string
    readonly methods: Readonly<Record<string, Method>>
  }[]
  readonly gatewayResponses: Readonly<Record<string, GatewayResponse>>
}

export interface Deployment {
  readonly id: string
  readonly description?: string
  readonly createdDate: Date
  readonly snapshot: Snapshot
}

export interface Stage {
  readonly stageName: string
  deploymentId: string
  description?: string
  readonly createdDate: Date
  lastUpdatedDate: Date
  /** By `resource path/HTTP method` with slashes as `~1`, `*` + `/*` for all. */
  methodSettings: Record<string, MethodSetting>
  variables: Record<string, string>
  tracingEnabled: boolean
  readonly tags: Record<string, string>
}

export interface RestApi {
  readonly id: string
  readonly description: RestApiDescription
  readonly rootResourceId: string
  readonly resources: Map<string, ApiResource>
  readonly gatewayResponses: Map<string, GatewayResponse>
  readonly deployments: Map<string, Deployment>
  readonly stages: Map<string, Stage>
}

export function snapshotOf(api: RestApi): Snapshot {
  return structuredClone({
    resources: [...api.resources.values()].map(({ id, path, methods }) => ({
      id,
      path,
      methods: Object.fromEntries(methods),
    })),
    gatewayResponses: Object.fromEntries(api.gatewayResponses),
  })
}
