using System.Text.Json.Nodes;
using Kerasharp.Data;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Saving;

namespace Kerasharp.Layers;

/// <summary>
/// Numbers as the numbers of the bins they fall into: the number of boundaries that are not above them. Boundaries are given, or learned
/// from data, by <see cref="AdaptableLayer.Adapt"/>, so that bins hold about equally many.
/// </summary>
/// <remarks>
/// <para>Input: any shape (batch, ...). Output: the same shape as int32 in the mode <c>int</c>; rows as long as there are bins in the other
/// modes, as <see cref="CategoryEncoding"/> makes them.</para>
/// <para>Keras: <c>keras.layers.Discretization</c>.</para>
/// </remarks>
/// <example><code>new Discretization([0, 10, 20])   // -3 is in bin 0, 0 in bin 1, 25 in bin 3</code></example>
public sealed class Discretization : AdaptableLayer
{
    private double[]? _boundaries;

    /// <summary>A layer of boundaries, or for so many bins that it learns.</summary>
    /// <param name="binBoundaries">The boundaries, in ascending order.</param>
    /// <param name="numBins">How many bins are to be learned, at least 1. Either this or boundaries are given.</param>
    /// <param name="epsilon">How exactly quantiles are found, above 0 and at most 1; smaller is more exact.</param>
    /// <param name="outputMode"><c>int</c>, <c>one_hot</c>, <c>multi_hot</c> or <c>count</c>.</param>
    /// <param name="name">The layer's name; <c>discretization</c>, numbered, by default.</param>
    /// <exception cref="ArgumentException">Both boundaries and bins were given, or none; or an argument is out of its range.</exception>
    public Discretization(
        double[]? binBoundaries = null,
        int? numBins = null,
        double epsilon = 0.01,
        string outputMode = "int",
        string? name = null
    )
        : base(name)
    {
        if (binBoundaries is null == numBins is null)
            throw new ArgumentException(
                $"{(numBins is null ? "Neither boundaries nor a number of bins" : "Both boundaries and a number of bins")} came; one of them was expected. Give boundaries, or numBins and call Adapt."
            );
        if (numBins is { } bins)
            NumBins = Arguments.Positive(bins, nameof(numBins));
        if (!(epsilon > 0 && epsilon <= 1))
            throw new ArgumentOutOfRangeException(
                nameof(epsilon),
                FormattableString.Invariant(
                    $"epsilon of {epsilon} came; a number above 0 and at most 1 was expected. Keras's is 0.01."
                )
            );
        Epsilon = epsilon;
        OutputMode = Arguments.OneOf(outputMode, "output mode", "int", "one_hot", "multi_hot", "count");
        _boundaries = binBoundaries is null ? null : Ascending(binBoundaries);
    }

    /// <summary>The boundaries, given or learned; null while there are none.</summary>
    public IReadOnlyList<double>? BinBoundaries => _boundaries;

    /// <summary>How many bins are learned; null where boundaries were given.</summary>
    public int? NumBins { get; }

    /// <summary>How exactly quantiles are found.</summary>
    public double Epsilon { get; }

    /// <summary><c>int</c>, <c>one_hot</c>, <c>multi_hot</c> or <c>count</c>.</summary>
    public string OutputMode { get; }

    /// <inheritdoc/>
    public override bool IsAdapted => _boundaries is not null;

    /// <summary>From a configuration, which holds boundaries and the number of bins where boundaries were learned.</summary>
    internal static Discretization Configured(JsonObject config)
    {
        if (config["bin_boundaries"] is not { } boundaries || config["num_bins"] is null)
            return (Discretization)Configuration.Make(typeof(Discretization), config);
        var rest = config.DeepClone().AsObject();
        rest.Remove("bin_boundaries");
        var layer = (Discretization)Configuration.Make(typeof(Discretization), rest);
        layer._boundaries = Ascending(
            (double[])ConfigurationValues.Read(boundaries, typeof(double[]), nameof(Discretization), "bin_boundaries")!
        );
        return layer;
    }

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
    {
        RequireAdapted(context, "boundaries");
        var x = input.In(context);
        // Before it has learned, as many as it will learn: shapes depend on their number.
        var boundaries = _boundaries ?? new double[NumBins!.Value - 1];
        var bins = boundaries.Length == 0 ? Op.Cast(Op.Less(x, x), ElementType.Int32) : Count(x, boundaries);
        return new SymbolicTensor(
            OutputMode == "int"
                ? bins
                : CategoryRows.Encode(this, bins, OutputMode, boundaries.Length + 1, context.ComputeType)
        );
    }

    private protected override void Learn(TensorData data)
    {
        if (NumBins is not { } bins)
            throw IsFixed("boundaries", "Give numBins in their place.");
        var learned = QuantileSummary.Of(data, Epsilon).Boundaries(bins);
        // Models that have the layer know the length of its rows.
        int rows = (_boundaries?.Length ?? bins - 1) + 1;
        if (IsBuilt && OutputMode != "int" && learned.Length + 1 != rows)
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"The layer '{Name}' was to adapt to data of shape {data.Shape}, from which {learned.Length + 1} bins can be learned; it was built for rows of {rows}. Give more data, or adapt before it is applied."
                )
            );
        _boundaries = learned;
        Changed();
    }

    /// <summary>How many boundaries are not above each element; all, for what is not a number.</summary>
    private static Value Count(Value x, double[] boundaries)
    {
        var row = x.Graph.Constant(ConstantTensor.From(boundaries, x.ElementType, [boundaries.Length]));
        var reached = Op.Not(Op.Less(Op.Unsqueeze(x, [x.Rank]), row));
        return Op.ReduceSum(Op.Cast(reached, ElementType.Int32), [x.Rank]);
    }

    private static double[] Ascending(double[] boundaries)
    {
        for (int i = 0; i < boundaries.Length; i++)
            if (!double.IsFinite(boundaries[i]) || (i > 0 && boundaries[i] < boundaries[i - 1]))
                throw new ArgumentException(
                    FormattableString.Invariant(
                        $"Boundaries came with {boundaries[i]} at place {i}; finite numbers in ascending order were expected. Sort them."
                    )
                );
        return [.. boundaries];
    }
}
