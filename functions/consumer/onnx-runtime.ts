// The only door to the runtime, so that nothing initializes it before its telemetry is off. Keep the order.
import './no-telemetry.ts'
export { InferenceSession, Tensor } from 'onnxruntime-node'
