using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>All operators that can be built, read and differentiated, by domain and name.</summary>
internal static class OperatorTable
{
    /// <summary>The domain of the operators that are our own kernels.</summary>
    public const string KernelDomain = "kerasharp";

    private static readonly Dictionary<(string, string), Operator> Table = Build();

    /// <summary>Every operator.</summary>
    public static IReadOnlyCollection<Operator> All => Table.Values;

    /// <summary>The operator of a node.</summary>
    /// <exception cref="GraphException">There is none of that name.</exception>
    public static Operator Get(Node node) =>
        Find(node.Domain, node.Op)
        ?? throw new GraphException(
            $"{node} came; no operator '{node.Op}' is known in the domain '{(node.Domain.Length == 0 ? "ai.onnx" : node.Domain)}'. "
                + "Write the model with operators that docs/operators.md lists."
        );

    /// <summary>The operator of a name, or null.</summary>
    public static Operator? Find(string domain, string name) =>
        Table.GetValueOrDefault((domain == "ai.onnx" ? "" : domain, name));

    private static Dictionary<(string, string), Operator> Build()
    {
        IEnumerable<Operator>[] families =
        [
            Arithmetic.Operators,
            Exponentials.Operators,
            Accumulations.Operators,
            Comparisons.Operators,
            Extrema.Operators,
            Trigonometry.Operators,
            Remainders.Operators,
            Bits.Operators,
            Conversions.Operators,
            Activations.Operators,
            Rectifiers.Operators,
            Gates.Operators,
            Softmaxes.Operators,
            Reductions.Operators,
            Selections.Operators,
            Products.Operators,
            Einsums.Operators,
            Determinants.Operators,
            IntegerProducts.Operators,
            Quantization.Operators,
            Reshaping.Operators,
            Measuring.Operators,
            Tiling.Operators,
            Joining.Operators,
            Slicing.Operators,
            Padding.Operators,
            Cropping.Operators,
            Rearranging.Operators,
            Diagonals.Operators,
            Generating.Operators,
            Indexing.Operators,
            Scattering.Operators,
            Selecting.Operators,
            Encoding.Operators,
            Convolutions.Operators,
            DirectConvolutions.Operators,
            ConvolutionTransposes.Operators,
            Pools.Operators,
            MaxUnpools.Operators,
            AveragePools.Operators,
            LpPools.Operators,
            GlobalPools.Operators,
            Columns.Operators,
            DeformableConvolutions.Operators,
            AlignedRegionPools.Operators,
            MaxRegionPools.Operators,
            BatchNormalizations.Operators,
            BatchStatistics.Operators,
            LayerNormalizations.Operators,
            Resizing.Operators,
            GridSamples.Operators,
            AffineGrids.Operators,
            FourierTransforms.Operators,
            FramedTransforms.Operators,
            SignalWindows.Operators,
            Normalizations.Operators,
            MagnitudeNormalizations.Operators,
            Dropouts.Operators,
            LossOperators.Operators,
            ControlFlow.Operators,
            RandomNumbers.Operators,
            RandomDrops.Operators,
            RandomTensors.Operators,
            Recurrences.Operators,
            RecurrentGates.Operators,
            RecurrentSequences.Operators,
            ColumnSums.Operators,
            DirectProducts.Operators,
            SumsOfSquares.Operators,
            Updates.Operators,
            Waiting.Operators,
        ];
        return families.SelectMany(f => f).ToDictionary(o => (o.Domain, o.Name));
    }
}
