import { tmpdir } from 'node:os'
import t from 'tap'
import { reasonOf } from './runtime-reason.ts'

const node = (type: string, name = '') =>
  `Non-zero status code returned while running ${type} node. Name:'${name}' Status Message: `
const source = '/onnxruntime_src/onnxruntime/core'

const message = 'The size [x = 1] of of(a) is wrong'

// The texts are as ONNX Runtime 1.30 writes them.
for (const [text, reason] of [
  [
    `${node('Reshape', 'r1')}${source}/providers/cpu/tensor/reshape_helper.h:91 onnxruntime::ReshapeHelper::ReshapeHelper(const onnxruntime::TensorShape&, onnxruntime::TensorShapeVector&, bool) input_shape_size == requested_shape_size was false. The input tensor cannot be reshaped to the requested shape. Input shape:{3}, requested shape:{7}\n`,
    'the node "r1" (Reshape) failed: The input tensor cannot be reshaped to the requested shape. Input shape:{3}, requested shape:{7}',
  ],
  [
    `${node('Add')}${source}/providers/cpu/math/element_wise_ops.h:563 void onnxruntime::BroadcastIterator::Init(ptrdiff_t, ptrdiff_t) axis == 1 || axis == largest was false. Attempting to broadcast an axis by a dimension other than 1. 2 by 3\n`,
    'the node (Add) failed: Attempting to broadcast an axis by a dimension other than 1. 2 by 3',
  ],
  [
    `${node('MatMul')}matmul_helper.h:59 Compute MatMul dimension mismatch`,
    'the node (MatMul) failed: MatMul dimension mismatch',
  ],
  [
    `${node('Expand')}${source}/framework/op_kernel.cc:83 virtual OrtValue* onnxruntime::OpKernelContext::OutputMLValue(int, const onnxruntime::TensorShape&) [ONNXRuntimeError] : 1 : FAIL : tensor.cc:57 CalculateTensorStorageSize Tensor shape.Size() must be >= 0\n`,
    'the node (Expand) failed: Tensor shape.Size() must be >= 0',
  ],
  [
    `${node('If')}${node('Concat')}${source}/providers/cpu/tensor/concatbase.h:118 onnxruntime::common::Status onnxruntime::ConcatBase::PrepareForComputeImpl(KernelContextType*, const InlinedTensorsVector&, onnxruntime::Prepare&) const [with KernelContextType = onnxruntime::OpKernelContext; InlinedTensorsVector = absl::lts_20250814::InlinedVector<const onnxruntime::Tensor*, 5, std::allocator<const onnxruntime::Tensor*> >] input_rank == reference_rank was false. Ranks of input data are different, cannot concatenate them. expected rank: 1 got: 2\n`,
    'the node (If) failed: the node (Concat) failed: Ranks of input data are different, cannot concatenate them. expected rank: 1 got: 2',
  ],
  [`${node('Cast')}stod`, 'the node (Cast) failed: a text is no number, or one out of range'],
  [`${node('Cast')}stored values do not fit`, 'the node (Cast) failed: stored values do not fit'],
  ['Exception during initialization: std::bad_alloc', 'Exception during initialization: not enough memory'],
  [
    `Exception during initialization: ${source}/x.cc:3 onnxruntime::F::F(int)::<lambda(size_t)> a > 0 was false. \n`,
    'Exception during initialization',
  ],
  [`${source}/x.cc:3 auto onnxruntime::F::operator()(int) const a > 0 was false. \n`, 'a check inside it failed'],
  ['x.cc:3 operator() No', 'No'],
  ['x.cc:3 "a b" is wrong', '"a b" is wrong'],
  [`${source}/x.cc:3 The size is wrong`, 'The size is wrong'],
  [`${source}/x.cc:3 (a) is wrong`, '(a) is wrong'],
  ['x.cc:3 F  was false. The size is wrong', 'The size is wrong'],
  [`x.cc:3 ${'a && '.repeat(200)}b was false. The size is wrong`, 'The size is wrong'],
  // Signatures before a message that names no condition.
  ...[
    'auto onnxruntime::F::operator()(int) const',
    'onnxruntime::F::F(int)::<lambda(size_t)>',
    'static void onnxruntime::F(int)::<lambda(size_t)>::_FUN',
    'void onnxruntime::(anonymous namespace)::Check(const T&)',
    'void onnxruntime::Check(const T&) [with Type = std::vector<int[3]>; U = int]',
    'void onnxruntime::Check(const T&) [Type = int]',
    'int onnxruntime::F::G(int) const && noexcept',
    'int onnxruntime::F::G(int) const &',
  ].map(signature => [`${source}/x.cc:3 ${signature} The size [x = 1] of min::of(a) is wrong`, message] as const),
  [
    'External data path does not exist: "/tmp/model-12-Ab3xYz/weights.bin"',
    'External data path does not exist: "models/sub/weights.bin"',
  ],
  [
    `escapes: "../w" resolved path: "${tmpdir()}/w" allowed directory: "/tmp/model-12-Ab3xYz"`,
    'escapes: "../w" resolved path: "w" allowed directory: "models/sub/"',
  ],
  [
    'Load model from /tmp/model-12-Ab3xYz/m.onnx failed:Protobuf parsing failed.',
    'Load model from models/sub/m.onnx failed:Protobuf parsing failed',
  ],
  ['Got invalid dimensions for input: x\n index: 0 Got: 2\n', 'Got invalid dimensions for input: x index: 0 Got: 2'],
  [`${node('Cast')}stoll`, 'the node (Cast) failed: a text is no number, or one out of range'],
  ['[ONNXRuntimeError] : 10 : INVALID_GRAPH : This is an invalid model.', 'This is an invalid model'],
  ['vector::reserve', 'a size inside it is too large'],
  ['std::vector::_M_default_append', 'a size inside it is too large'],
  ['_Map_base::at', 'an index inside it is out of range'],
  ['std::array::at: __n (which is 5)', 'an index inside it is out of range'],
  ['onnxruntime::common::Status is wrong', 'Status is wrong'],
  ['vector::_M_range_check: __n (which is 5) >= this->size() (which is 3)', 'an index inside it is out of range'],
  ['No Op registered for Nope with domain_version of 18', 'No Op registered for Nope with domain_version of 18'],
] as const) {
  t.test(`the reason “${reason}” is shown without places in the runtime's code`, async t => {
    t.equal(reasonOf(new Error(text), 'models/sub/'), reason)
  })
}

t.test('a thrown value that is not an error is shown as it is', async t => {
  t.equal(reasonOf('text'), 'text')
})

t.test('a folder of the copy is left out where there is no name for it, also at the root', async t => {
  const text = (folder: string) => new Error(`Load model from ${folder}model-12-Ab3xYz/m.onnx failed`)
  t.equal(reasonOf(text('/tmp/')), 'Load model from m.onnx failed')
  t.equal(reasonOf(text('/')), 'Load model from m.onnx failed')
})
