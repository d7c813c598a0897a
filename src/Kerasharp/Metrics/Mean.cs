using Kerasharp.Losses;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Metrics;

/// <summary>The weighted mean of values over all batches: never the mean of the batches' means, which uneven batches distort.</summary>
/// <remarks>Keras: <c>keras.metrics.Mean</c>. As a metric of a model it is the mean of its predictions.</remarks>
public class Mean : Metric
{
    private readonly Weight _total;
    private readonly Weight _count;

    /// <summary>A mean.</summary>
    /// <param name="name">The name under which it is shown; null for the class's.</param>
    public Mean(string? name = "mean")
        : base(name)
    {
        _total = AddVariable("total");
        _count = AddVariable("count");
    }

    /// <inheritdoc/>
    public override void UpdateState(
        CallContext context,
        SymbolicTensor yTrue,
        SymbolicTensor yPred,
        SymbolicTensor? sampleWeight
    ) => Update(context, yPred, PlaceWeights(context, yPred, sampleWeight));

    /// <summary>Adds values.</summary>
    /// <param name="context">Where.</param>
    /// <param name="values">One number, or numbers of shape (batch, ...), of which an example's are first made into their mean.</param>
    /// <param name="sampleWeight">
    /// How much they count: for one number one number, otherwise of shape (batch,), or of any shape that broadcasts against the values.
    /// </param>
    public void Update(CallContext context, SymbolicTensor values, SymbolicTensor? sampleWeight = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        values = Ops.Cast(values, ElementType.Float64);
        if (sampleWeight is null)
        {
            AddTo(context, _total, Sum(MeanOfEach(values)));
            AddTo(context, _count, Examples(values));
            return;
        }
        (values, var weight) = Weighted(Name, values, sampleWeight);
        // Where an example has more values than weights, its weight is that of their mean.
        values = MeanBehind(values, weight.Rank);
        weight = new SymbolicTensor(Op.ExpandLike(weight.Value, values.Value));
        AddTo(context, _total, Sum(MeanOfEach(values * weight)));
        AddTo(context, _count, Sum(MeanOfEach(weight)));
    }

    /// <summary>The mean of all values so far; 0 before the first.</summary>
    public override double Result()
    {
        double count = _count.State.ReadScalar<double>();
        return count == 0 ? 0 : _total.State.ReadScalar<double>() / count;
    }

    internal override SymbolicTensor? ResultIn(Func<Weight, SymbolicTensor> variables) =>
        BroadcastWeights.DivideOrZero(variables(_total), variables(_count));

    /// <summary>The number of examples in a batch, as float64: 1 for a single number.</summary>
    internal static SymbolicTensor Examples(SymbolicTensor batch)
    {
        var graph = batch.Value.Graph;
        if (batch.Rank == 0)
            return new SymbolicTensor(graph.Scalar(1, ElementType.Float64));
        if (batch.Shape[0].IsKnown)
            return new SymbolicTensor(graph.Scalar(batch.Shape[0].Value, ElementType.Float64));
        var shape = Op.ShapeOf(batch.Value);
        var first = batch.Rank == 1 ? shape : Op.Slice(shape, 0, 0, 1);
        return new SymbolicTensor(Op.Cast(Op.Squeeze(first, [0]), ElementType.Float64));
    }

    /// <summary>Values and weights as float64, the weights' dimensions being the values' first ones.</summary>
    internal static (SymbolicTensor Values, SymbolicTensor Weights) Weighted(
        string metric,
        SymbolicTensor values,
        SymbolicTensor sampleWeight
    )
    {
        (values, var weight) = Ranks.Match(values, Ops.Cast(sampleWeight, ElementType.Float64));
        if (
            weight.Rank > values.Rank
            || !Ranks.MayBroadcast(weight.Shape, new Shape([.. values.Shape.Take(weight.Rank)]))
        )
        {
            throw new ArgumentException(
                $"The metric '{metric}' got sample weights of shape {sampleWeight.Shape} for values of shape {values.Shape}; "
                    + "one for each example (batch,), or one for each value, was expected. Reshape them."
            );
        }
        return (values, weight);
    }

    private static SymbolicTensor MeanOfEach(SymbolicTensor values) => MeanBehind(values, 1);

    private static SymbolicTensor MeanBehind(SymbolicTensor values, int rank) =>
        values.Rank <= rank ? values : Ops.Mean(values, [.. Enumerable.Range(rank, values.Rank - rank)]);

    private static SymbolicTensor Sum(SymbolicTensor values) => values.Rank == 0 ? values : Ops.Sum(values);
}
