import type { Constraint } from '../../constraints.ts'

// botocore/data/lambda/2015-03-31/service-2.json, AddPermissionRequest
export const permissionConstraints: Readonly<Record<string, Constraint>> = {
  StatementId: { length: [1, 100], pattern: /([a-zA-Z0-9-_]+)/ },
  Action: { pattern: /(lambda:[*]|lambda:[a-zA-Z]+|[*])/ },
  Principal: { pattern: /[^\s]+/ },
  SourceArn: { pattern: /arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9-])+:([a-z]{2}(-gov)?-[a-z]+-\d{1})?:(\d{12})?:(.*)/ },
  SourceAccount: { length: [0, 12], pattern: /\d{12}/ },
}
