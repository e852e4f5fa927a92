// The only place that imports the runtime, so that nothing initializes it before its telemetry is off. Keep the order
// of the imports.
import './no-telemetry.ts'
export { InferenceSession, Tensor } from 'onnxruntime-node'
