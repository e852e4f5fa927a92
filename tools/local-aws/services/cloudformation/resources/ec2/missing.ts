/** EC2 says `InvalidVpcID.NotFound`, `InvalidGroup.NotFound` … for what is not there: deletion has nothing to do. */
export async function unlessMissing(deletion: Promise<unknown>): Promise<void> {
  try {
    await deletion
  } catch (error) {
    if (!(error instanceof Error && error.name.endsWith('.NotFound'))) throw error
  }
}
