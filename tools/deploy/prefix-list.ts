import { DescribeManagedPrefixListsCommand, EC2Client, EC2ServiceException } from '@aws-sdk/client-ec2'
import type { AwsConnection } from '../command/aws-connection.ts'
import type { Progress } from '../command/progress.ts'

/**
 * Returns the id of the Region's prefix list of S3, to which the functions' security group opens port 443; '' if
 * unknown.
 */
export async function findS3PrefixList(connection: AwsConnection, progress: Progress): Promise<string> {
  const name = `com.amazonaws.${connection.region}.s3`
  const request = new DescribeManagedPrefixListsCommand({ Filters: [{ Name: 'prefix-list-name', Values: [name] }] })
  try {
    const answer = await connection.clients.get(EC2Client).send(request)
    const id = answer.PrefixLists?.[0]?.PrefixListId
    if (id) return id
    progress.notice(`There is no prefix list ${name}; ${consequence}`)
  } catch (error) {
    if (!(error instanceof EC2ServiceException) || error.name !== 'UnauthorizedOperation') throw error
    progress.notice(`ec2:DescribeManagedPrefixLists is not allowed; ${consequence}`)
  }
  return ''
}

const consequence =
  'the functions may then connect to port 443 anywhere, which reaches no further than S3, because their subnets have ' +
  'no other route.'
