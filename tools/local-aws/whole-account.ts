import { Account, type AccountSettings } from './account.ts'
import { ApiGatewayState } from './services/api-gateway/state.ts'
import { CloudFormationState } from './services/cloudformation/state.ts'
import { Ec2State } from './services/ec2/state.ts'
import { EfsState } from './services/efs/state.ts'
import { IamState } from './services/iam/state.ts'
import { LambdaState } from './services/lambda/state.ts'
import { LogsState } from './services/logs/state.ts'
import { S3State } from './services/s3/state.ts'
import { TaggingState } from './services/tagging/state.ts'

/** An account with the state of every service. A service sees only the part that its own operation.ts names. */
export class WholeAccount extends Account {
  readonly iam: IamState
  readonly s3: S3State
  readonly ec2: Ec2State
  readonly efs: EfsState
  readonly logs: LogsState
  readonly lambda: LambdaState
  readonly apiGateway: ApiGatewayState
  readonly cloudFormation: CloudFormationState
  readonly tagging: TaggingState

  constructor(settings: AccountSettings) {
    super(settings)
    this.iam = new IamState(this)
    this.s3 = new S3State(this)
    this.ec2 = new Ec2State(this)
    this.efs = new EfsState(this)
    this.logs = new LogsState(this)
    this.lambda = new LambdaState(this)
    this.apiGateway = new ApiGatewayState(this)
    this.cloudFormation = new CloudFormationState(this)
    this.tagging = new TaggingState(this)
  }

  /** Ends everything that runs, execution environments first, so that nothing writes afterwards. */
  async close(): Promise<void> {
    await this.cloudFormation.close()
    await this.lambda.close()
    await this.s3.close()
  }
}
