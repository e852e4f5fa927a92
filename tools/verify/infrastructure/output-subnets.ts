import type { Verification } from '../verification.ts'

/** Splits the output, a string joined by commas. */
export function outputSubnetIds({ system }: Verification): readonly string[] {
  return (system.outputs.SubnetIds ?? '').split(',').filter(Boolean)
}
