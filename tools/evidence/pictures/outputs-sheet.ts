import { type Reading, readingNote } from './reading.ts'
import { charactersAcross, type Sheet } from './sheet.ts'

export interface OutputsReading extends Reading {
  readonly bucket: string
  readonly prefix: string
  readonly objects: readonly {
    readonly Key?: string
    readonly Size?: number
    readonly LastModified?: string
    readonly ETag?: string
  }[]
}

// A page's height. The JSON beside the picture has all rows.
const rowsAtMost = 40

export function outputsSheet(reading: OutputsReading): Sheet {
  const { bucket, prefix, objects } = reading
  const more = objects.length - rowsAtMost
  return {
    title: `s3://${bucket}/${prefix}`,
    sections: [
      {
        heading: `${objects.length} objects`,
        widths: [charactersAcross - 70, 10, 25, 35],
        columnNames: ['Key', 'Bytes', 'Last modified', 'ETag'],
        rows: objects
          .slice(0, rowsAtMost)
          .map(({ Key, Size, LastModified, ETag }) => [`${Key}`, `${Size}`, `${LastModified}`, `${ETag}`]),
      },
    ],
    footer: [...(more > 0 ? [`And ${more} more, in outputs.json.`] : []), ...readingNote(reading)],
  }
}
