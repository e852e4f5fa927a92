// Since 1.29 the official ONNX Runtime by default sends telemetry to Microsoft, on Linux and macOS too. This variable
// is the full opt-out. The library reads it once, when it initializes (github.com/microsoft/onnxruntime/pull/27379 and
// 29843).
process.env.ORT_DISABLE_TELEMETRY = '1'
