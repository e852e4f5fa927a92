'use strict'

/**
 * The advice for each error code of docs/api.md. Codes that the API does not have (NO_ANSWER …) come from callApi.
 *
 * @type {Readonly<Record<string, string>>}
 */
const adviceByCode = {
  INVALID_REQUEST: 'The message says which part of the request is wrong.',
  INVALID_INPUT: 'Compare names, shapes and datatypes with the model’s inputs, below “Model”.',
  MISSING_AUTHENTICATION_TOKEN:
    'There is no such path: the address must end with the stage, as npm run deploy prints it. If the API was deployed with ' +
    'AWS_IAM, this is the answer to a request without a signature, and a page must have no AWS keys to sign with: ' +
    'call such an API with curl --aws-sigv4 or an AWS SDK.',
  ACCESS_DENIED:
    'The API wants signed requests (AWS_IAM) or refuses this network. A page must have no AWS keys to sign with: call it ' +
    'with curl --aws-sigv4 or an AWS SDK.',
  INVALID_SIGNATURE:
    'The API wants signed requests (AWS_IAM), and the page does not sign: use curl --aws-sigv4 or an AWS SDK.',
  EXPIRED_TOKEN:
    'The API wants signed requests (AWS_IAM), and the page does not sign: use curl --aws-sigv4 or an AWS SDK.',
  ROUTE_NOT_FOUND: 'The address must end with the stage; the page adds /ingest and /predict itself.',
  METHOD_NOT_ALLOWED: 'The page sends POST; something between it and the API has changed that.',
  NOT_FOUND: 'Send the input again: it is not on the shared file system.',
  MODEL_NOT_FOUND:
    'Put the model into the bucket below models/ (npm run local -- --deploy and npm run demo do); it can be used a moment later.',
  TOO_LARGE: 'The message says what is too large, and for which limit.',
  REQUEST_TOO_LARGE: 'A request takes about 5 MB: put larger data into the bucket, and send its key to /ingest.',
  INVALID_MODEL: 'The message has ONNX Runtime’s reason. Another model, or a new export of it, may work.',
  THROTTLED: 'As delivered, the API takes 10 calls a second and 200 at once. Wait a moment, and send fewer.',
  EFS_UNAVAILABLE:
    'The function has no working mount. docs/troubleshooting.md says what to check; right after a deployment, try again.',
  INTERNAL_ERROR: 'The function’s log has the reason, under the request ID.',
  API_CONFIGURATION_ERROR:
    'Lambda refused the call: the mount failed, or no concurrency is left. Right after a deployment, try again.',
  INTEGRATION_FAILURE: 'The function ended early: out of memory, or out of time. Its log says which.',
  S3_UNAVAILABLE: 'S3 did not serve the object. The message says whether trying again helps.',
  COPY_UNFINISHED: 'Send it again: the copy continues where it stopped.',
  INFERENCE_TIMEOUT:
    'If the model was not loaded yet, send it again: the loading continues. Otherwise send a smaller input.',
  INTEGRATION_TIMEOUT: 'There was no answer within 29 seconds. Send it again: a model may be loaded by then.',
  NO_ADDRESS: 'npm run deploy and npm run local -- --deploy print the address; it ends with the stage, such as /prod.',
  NO_ANSWER:
    'Check the address, and that the API is deployed. A browser hides the reason: the name may be unknown, nothing may ' +
    'listen there, or another server may answer that does not allow the page to read the answer (CORS).',
  CANCELLED: 'You stopped waiting; the function may still finish.',
  TOO_SLOW: 'API Gateway itself gives up after 29 seconds, so something on the way is slow. Try again.',
  NOT_THE_API: 'Another server than this API answers there. Check the address.',
}

/** @param {string} code @param {number} status */
function adviceFor(code, status) {
  const known = adviceByCode[code]
  if (known) return known
  // Another gateway or a proxy has other codes, or none.
  if (status === 403) return adviceFor('ACCESS_DENIED', 0)
  if (status === 429) return adviceFor('THROTTLED', 0)
  if (status >= 500) return 'The fault is not in the request: try again, then read the function’s log.'
  return 'The message says what is wrong with the request.'
}
