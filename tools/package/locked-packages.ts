interface LockFile {
  /** The packages by folder, as `node_modules/a/node_modules/b`. Missing before version 2 of the format. */
  readonly packages?: Readonly<Record<string, LockedPackage>>
}

interface LockedPackage {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly optional?: boolean
}

export interface PackageFolder {
  /** Relative to the lock file's folder. */
  readonly folder: string
  /** Whether it may be missing: npm leaves out packages for other machines. */
  readonly optional: boolean
}

/**
 * Returns the folders in which a package-lock.json places packages and all their dependencies. `names` are dependencies
 * of the project; the default is all except those for development. Peer dependencies are not followed, nor are names
 * that the file lacks. Throws SyntaxError if the text is not JSON.
 */
export function lockedPackages(lockFile: string, names?: readonly string[]): PackageFolder[] {
  const { packages = {} } = JSON.parse(lockFile) as LockFile
  const found = new Map<string, PackageFolder>()
  const visit = (name: string, from: string) => {
    const folder = resolve(packages, name, from)
    if (folder === undefined || found.has(folder)) return
    const { optional = false, ...locked } = packages[folder]!
    found.set(folder, { folder, optional })
    for (const dependency of dependenciesOf(locked)) visit(dependency, folder)
  }
  for (const name of names ?? dependenciesOf(packages[''])) visit(name, '')
  return [...found.values()]
}

// Searches as Node does: in the node_modules of each folder, from the inner to the outer one.
function resolve(packages: NonNullable<LockFile['packages']>, name: string, from: string): string | undefined {
  for (let folder = from; ; folder = folder.replace(/\/?node_modules\/(@[^/]+\/)?[^/]+$/, '')) {
    const candidate = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`
    if (packages[candidate]) return candidate
    if (folder === '') return undefined
  }
}

function dependenciesOf({ dependencies, optionalDependencies }: LockedPackage = {}): string[] {
  return Object.keys({ ...dependencies, ...optionalDependencies })
}
