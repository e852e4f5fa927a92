// https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html, "Experimental Node.js features": the features that
// Node enables by default and Lambda disables, for the runtimes that run here.
const disabled: Readonly<Record<string, readonly string[]>> = {
  'nodejs22.x': ['experimental-require-module', 'experimental-detect-module'],
}

/**
 * The flags with which Lambda starts Node: "Lambda detects this override and removes the corresponding disable flag."
 */
export function nodeFlags(runtime: string, nodeOptions = ''): string[] {
  return (disabled[runtime] ?? [])
    .filter(feature => !nodeOptions.split(/\s+/).includes(`--${feature}`))
    .map(feature => `--no-${feature}`)
    .filter(flag => process.allowedNodeEnvironmentFlags.has(flag))
}
