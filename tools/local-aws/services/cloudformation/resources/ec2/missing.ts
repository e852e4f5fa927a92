/** Ignores that a resource is already gone: EC2's error is then `InvalidVpcID.NotFound`, `NatGatewayNotFound` … */
export async function unlessMissing(deletion: Promise<unknown>): Promise<void> {
  try {
    await deletion
  } catch (error) {
    if (!(error instanceof Error && error.name.endsWith('NotFound'))) throw error
  }
}
