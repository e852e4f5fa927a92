import type { BundleFile } from '../bundle.ts'
import { svgToPng } from '../svg-to-png.ts'
import { accessPointSheet } from './access-point-sheet.ts'
import { functionSheet } from './function-sheet.ts'
import { outputsSheet } from './outputs-sheet.ts'
import { drawSheet, type Sheet } from './sheet.ts'
import { stacksSheets } from './stacks-sheet.ts'

/**
 * Draws the configuration as pictures, one beside each JSON file (two for the stacks). Each is drawn from that file
 * alone, so a picture can show only what the API answered.
 */
export async function configurationPictures(configuration: readonly BundleFile[]): Promise<BundleFile[]> {
  const read = (path: string) => JSON.parse(configuration.find(file => file.path === path)!.content as string)
  const [firstStacks, otherStacks] = stacksSheets(
    read('cloudformation/stacks.json'),
    read('cloudformation/resources.json'),
  )
  const sheets: Readonly<Record<string, Sheet>> = {
    'efs/access-point.png': accessPointSheet(read('efs/access-point.json')),
    'lambda/producer.png': functionSheet('Producer', read('lambda/producer.json')),
    'lambda/consumer.png': functionSheet('Consumer', read('lambda/consumer.json')),
    's3/outputs.png': outputsSheet(read('s3/outputs.json')),
    'cloudformation/stacks.png': firstStacks,
    'cloudformation/stacks-2.png': otherStacks,
  }
  const pictures: BundleFile[] = []
  for (const [path, sheet] of Object.entries(sheets)) {
    pictures.push({ path, content: await svgToPng(drawSheet(sheet)) })
  }
  return pictures
}
