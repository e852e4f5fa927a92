import { isMap, isScalar, isSeq, type Scalar } from 'yaml'
import { CommandError } from '../command/command-error.ts'
import { type Edit, editWhole, editWithin, resourcesOf, type TemplateSource } from './template-source.ts'

/** The location of packaged templates. */
export interface TemplateLocation {
  readonly bucket?: string
  readonly region?: string
  readonly urlSuffix?: string
}

export interface NestedTemplate {
  /** The file of the TemplateURL, relative to the template that nests it. */
  readonly file: string
  /** Returns the edit that makes the TemplateURL point to the uploaded file. */
  pointTo(key: string, location: TemplateLocation): Edit
}

/** Finds the templates of this repository that a template nests. Other URLs are not changed. */
export function nestedTemplates(template: TemplateSource): NestedTemplate[] {
  return resourcesOf(template, 'AWS::CloudFormation::Stack').flatMap(({ id, resource }) => {
    const url = resource.getIn(['Properties', 'TemplateURL'], true)
    const nested =
      isScalar<string>(url) && url.tag !== '!Sub' ? relative(template, id.value, url) : substituted(template, url)
    return nested ? [nested] : []
  })
}

// TemplateURL: network.yaml
function relative({ path }: TemplateSource, id: string, node: Scalar<string>): NestedTemplate | undefined {
  if (typeof node.value !== 'string' || /^[a-z0-9]+:/i.test(node.value)) return undefined
  return {
    file: node.value,
    pointTo: (key, { bucket, region, urlSuffix = 'amazonaws.com' }) => {
      if (bucket === undefined || region === undefined) {
        const message = `${path}: the TemplateURL of ${id} is a file name; its URL needs a bucket and a Region.`
        throw new CommandError('NO_BUCKET', message, { nextStep: 'Give --bucket and --region.' })
      }
      // Path style, as `aws cloudformation package` writes it: bucket names may have dots, but host names of
      // certificates may not.
      return editWhole(node, `'https://s3.${region}.${urlSuffix}/${bucket}/${key}'`)
    },
  }
}

// TemplateURL: !Sub https://s3.${AWS::Region}.${AWS::URLSuffix}/${ArtifactsBucket}/templates/network.yaml
function substituted(template: TemplateSource, value: unknown): NestedTemplate | undefined {
  const argument = isMap(value) ? value.get('Fn::Sub', true) : value
  const node = isSeq(argument) ? argument.items[0] : argument
  if (!isScalar<string>(node) || typeof node.value !== 'string') return undefined
  const file = /\/templates\/([\w./-]+)$/.exec(node.value)?.[1]
  if (file === undefined) return undefined
  return { file, pointTo: key => editWithin(template, node, `templates/${file}`, key) }
}
