/**
 * The services that IAM accepts as principals, `NAME.amazonaws.com`; the names are those of their pages in
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html
 *
 * Unlike AWS: AWS publishes no list of them, and this one is not complete.
 */
const services = new Set(
  (
    'acm amplify apigateway appconfig application-autoscaling appmesh apprunner appsync athena autoscaling backup batch ' +
    'bedrock billingconductor budgets cassandra chime cloudformation cloudfront cloudhsm cloudtrail cloudwatch ' +
    'codebuild codecommit codedeploy codepipeline codestar cognito-idp cognito-identity cognito-sync config connect ' +
    'controltower cur databrew dataexchange datapipeline datasync dax delivery.logs detective dlm dms docdb ds dynamodb ' +
    'ec2 ec2fleet ecr ecs ecs-tasks edgelambda eks eks-fargate elasticache elasticbeanstalk elasticfilesystem ' +
    'elasticloadbalancing elasticmapreduce elastictranscoder email-provider es events evidently firehose forecast ' +
    'fsx gamelift glue grafana greengrass guardduty health iam imagebuilder inspector iot iotanalytics iotevents ivs ' +
    'kafka kendra kinesis kinesisanalytics kms lakeformation lambda lex lexv2 license-manager lightsail logs ' +
    'macie mediaconvert medialive mediapackage mobileanalytics mq nimble opensearchservice opsworks organizations ' +
    'osis personalize pinpoint pipes polly qldb quicksight ram rds redshift rekognition replication resource-groups ' +
    'robomaker rolesanywhere route53 route53resolver s3 sagemaker scheduler schemas secretsmanager securityhub ' +
    'securitylake serverlessrepo servicecatalog servicediscovery ses shield sms sns spotfleet sqs ssm ssm-incidents ' +
    'sso states storagegateway sts support swf synthetics tagging textract timestream transcribe transfer ' +
    'translate trustedadvisor vpc-flow-logs vpc-lattice waf wafv2 wellarchitected workmail workspaces xray'
  ).split(' '),
)
const others = ['alexa-appkit.amazon.com', 'alexa-connectedhome.amazon.com', 'lambda.alarms.cloudwatch.amazonaws.com']

/** Whether there is such a service principal, with or without a Region. */
export function isServicePrincipal(name: string): boolean {
  const service = /^([a-z0-9.-]+?)(?:\.[a-z]{2}(?:-[a-z]+)+-\d)?\.amazonaws\.com$/.exec(name)?.[1]
  return others.includes(name) || (service !== undefined && services.has(service))
}
