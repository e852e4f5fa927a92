// Since 1.29 the official ONNX Runtime sends telemetry to Microsoft by default, on Linux and macOS too. This is the full
// opt-out, read once when the library initializes (github.com/microsoft/onnxruntime/pull/27379 and 29843).
process.env.ORT_DISABLE_TELEMETRY = '1'
