/** `arn:aws:lambda:REGION:ACCOUNT:function:NAME:$LATEST`, `ACCOUNT:function:NAME`, `NAME` → `NAME` */
export function functionNameOf(nameOrArn: string): string {
  return nameOrArn.replace(/^.*function:/, '').replace(/:\$LATEST$/, '')
}
