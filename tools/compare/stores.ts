import { comparisonFunctions } from '../deploy/names.ts'

/** A store of models in the comparison. */
export interface ComparedStore {
  /** The value of `--store`, and the name in tables and files. */
  readonly id: string
  /** The name in figures and tables for people. */
  readonly title: string
  /** The functions that can have it. There are several if each can hold only one model. */
  functions(prefix: string): readonly string[]
  /** Whether each function holds one model in its package. */
  readonly packaged?: true
  /** Whether the model's bytes are in memory until it is loaded. */
  readonly inMemory?: true
}

/** In the order of figures and tables. */
export const comparedStores: readonly ComparedStore[] = [
  {
    id: 'efs',
    title: 'shared file system',
    functions: prefix => [comparisonFunctions(prefix).fileSystem],
  },
  {
    id: 's3-vpc',
    title: 'S3, in the VPC',
    functions: prefix => [comparisonFunctions(prefix).objectInVpc],
  },
  {
    id: 's3',
    title: 'S3, outside the VPC',
    functions: prefix => [comparisonFunctions(prefix).object],
  },
  {
    id: 's3-memory',
    title: 'S3 into memory',
    functions: prefix => [comparisonFunctions(prefix).objectInMemory],
    inMemory: true,
  },
  {
    id: 'package',
    title: 'inside the package',
    functions: prefix => comparisonFunctions(prefix).packages,
    packaged: true,
  },
]
