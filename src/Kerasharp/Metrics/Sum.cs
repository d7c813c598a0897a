using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Metrics;

/// <summary>The weighted sum of values over all batches.</summary>
/// <remarks>Keras: <c>keras.metrics.Sum</c>. As a metric of a model it is the sum of its predictions.</remarks>
/// <example><code>model.Compile("adam", "mse", metrics: [new Sum("total")]);</code></example>
public sealed class Sum : Metric
{
    private readonly Weight _total;

    /// <summary>A sum.</summary>
    /// <param name="name">The name under which it is shown.</param>
    public Sum(string name = "sum")
        : base(name) => _total = AddVariable("total");

    /// <inheritdoc/>
    public override void UpdateState(
        CallContext context,
        SymbolicTensor yTrue,
        SymbolicTensor yPred,
        SymbolicTensor? sampleWeight
    ) => Update(context, yPred, PlaceWeights(context, yPred, sampleWeight));

    /// <summary>Adds values.</summary>
    /// <param name="context">Where.</param>
    /// <param name="values">One number, or numbers of shape (batch, ...).</param>
    /// <param name="sampleWeight">
    /// How much they count: for one number one number, otherwise of shape (batch,), or of any shape that broadcasts against the values.
    /// </param>
    public void Update(CallContext context, SymbolicTensor values, SymbolicTensor? sampleWeight = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        values = Ops.Cast(values, ElementType.Float64);
        if (sampleWeight is not null)
        {
            (values, var weight) = Mean.Weighted(Name, values, sampleWeight);
            long[] behind = [.. Enumerable.Range(weight.Rank, values.Rank - weight.Rank).Select(i => (long)i)];
            values *= new SymbolicTensor(Op.Unsqueeze(weight.Value, behind));
        }
        AddTo(context, _total, values.Rank == 0 ? values : Ops.Sum(values));
    }

    /// <summary>The sum of all values so far.</summary>
    public override double Result() => _total.State.ReadScalar<double>();

    internal override SymbolicTensor? ResultIn(Func<Weight, SymbolicTensor> variables) => variables(_total);
}
