import { ObjectAttributes } from '@aws-sdk/client-s3'
import type { AwsRequest } from '../../protocols/exchange.ts'
import { invalidArgument, S3Error } from './s3-errors.ts'

const header = 'x-amz-object-attributes'
const knownNames: readonly string[] = Object.values(ObjectAttributes)

/** The attributes that GetObjectAttributes should return. Empty names at the end are none; an empty header is one. */
export function attributeNames({ headers }: Pick<AwsRequest, 'headers'>): readonly string[] {
  const text = headers[header]
  if (text === undefined || text === '') return text === undefined ? [] : ['']
  return text
    .replace(/,+$/, '')
    .split(',')
    .map(name => name.trim())
    .filter((name, _, { length }) => length > 1 || name !== '')
}

/**
 * https://github.com/versity/versitygw/issues/1000, https://github.com/brekkylab/backlot/blob/main/tests/test_s3.py
 *
 * @throws AwsError InvalidArgument
 */
export function checkAttributeNames(names: readonly string[]): void {
  const unknown = names.find(name => !knownNames.includes(name))
  if (unknown !== undefined) throw invalidArgument('Invalid attribute name specified.', header, unknown)
}

export function noAttributeNames(): S3Error {
  const message = `The ${header} header specifying the attributes to be retrieved is either missing or empty`
  return new S3Error('InvalidRequest', message, 400)
}
