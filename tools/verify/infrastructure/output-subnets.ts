import type { Verification } from '../verification.ts'

/** The output is a string, joined by commas. */
export function outputSubnetIds({ system }: Verification): readonly string[] {
  return (system.outputs.SubnetIds ?? '').split(',').filter(Boolean)
}
