using System.Collections.Frozen;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Runtime.Devices;

/// <summary>The features of each kind of device, as far as ONNX Runtime's kernels are known: those of 1.30, at opsets 17 to 21.</summary>
internal static class KnownFeatures
{
    /// <summary>WebGPU: 32-bit numbers, no loops, no pooling with places.</summary>
    public static DeviceFeatures WebGpu { get; } =
        new()
        {
            HasLoops = false,
            // All sessions write into one list of commands, which no lock guards (ONNX Runtime 1.30).
            RunsAlone = true,
            HasAtomicAdd = true,
            HasPoolingPlaces = false,
            HasBatchStatistics = false,
            // A program of WebGPU may bind eight buffers everywhere, and the part's input is one.
            MostParts = 7,
            ElementTypes = Set(
                ElementType.Float32,
                ElementType.Float16,
                ElementType.Int32,
                ElementType.UInt32,
                ElementType.Bool
            ),
            Limits = WebGpuLimits.Lack,
            Operators = Names(
                """
                Abs Acos Acosh Add And ArgMax ArgMin Asin Asinh Atan Atanh AveragePool BatchNormalization Cast Ceil Clip Concat
                Conv ConvTranspose Cos Cosh CumSum DepthToSpace Div Einsum Elu Equal Erf Exp Expand Flatten Floor GRU Gather
                GatherElements GatherND Gelu Gemm GlobalAveragePool GlobalMaxPool Greater GreaterOrEqual GridSample HardSigmoid
                HardSwish Identity If InstanceNormalization LSTM LayerNormalization LeakyRelu Less LessOrEqual Log
                LpNormalization MatMul Max MaxPool Min Mul Neg Not PRelu Pad Pow Range Reciprocal ReduceL1 ReduceL2 ReduceLogSum
                ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum ReduceSumSquare Relu Reshape Resize
                ScatterElements ScatterND Shape Sigmoid Sin Sinh Slice Softmax Softplus Split Sqrt Squeeze Sub Tan Tanh
                ThresholdedRelu Tile TopK Transpose Trilu Unsqueeze Where
                """
            ),
            // Renamed in 1.25.
            Memory = version => version >= 25 ? "WebGPU_Buf" : "WebGPU_Buffer",
        };

    /// <summary>CUDA.</summary>
    public static DeviceFeatures Cuda { get; } =
        new()
        {
            UpdatesInPlace = true,
            UploadsAhead = true,
            HasAtomicAdd = true,
            Operators = Names(
                """
                Abs Add And ArgMax ArgMin AveragePool BatchNormalization Cast Ceil Clip Compress Concat ConstantOfShape Conv
                ConvTranspose Cos CumSum DepthToSpace Div Dropout Einsum Elu Equal Erf Exp Expand EyeLike Flatten Floor GRU Gather
                GatherElements GatherND Gelu Gemm GlobalAveragePool GlobalMaxPool Greater GreaterOrEqual GridSample HardSigmoid
                HardSwish Identity If InstanceNormalization IsInf IsNaN LRN LSTM LayerNormalization LeakyRelu Less LessOrEqual Log
                LogSoftmax Loop LpNormalization MatMul Max MaxPool Min Mod Mul Neg NonZero Not OneHot Or PRelu Pad Pow RNN Range
                Reciprocal ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum
                ReduceSumSquare Relu Reshape Resize ReverseSequence RoiAlign Round Scan ScatterElements ScatterND Selu Shape Shrink
                Sigmoid Sign Sin Size Slice Softmax Softplus Softsign SpaceToDepth Split Sqrt Squeeze Sub Sum Tanh ThresholdedRelu Tile
                TopK Transpose Trilu Unsqueeze Where Xor
                """
            ),
            ContribOperators = Names("com.microsoft.FusedMatMul com.microsoft.Gelu"),
            Memory = _ => "Cuda",
        };

    /// <summary>DirectML: what it lacks is not known here; ONNX Runtime decides.</summary>
    public static DeviceFeatures DirectML { get; } =
        new()
        {
            HasLoops = false,
            UploadsAhead = true,
            Memory = _ => "DML",
        };

    /// <summary>CoreML, and any other provider: ONNX Runtime decides what it takes; tensors lie in the processor's memory.</summary>
    public static DeviceFeatures Other { get; } = new() { HasLoops = false };

    private static FrozenSet<string> Names(string names) =>
        names.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet();

    private static FrozenSet<ElementType> Set(params ReadOnlySpan<ElementType> types) => FrozenSet.Create(types);
}
