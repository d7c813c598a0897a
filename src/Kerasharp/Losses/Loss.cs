using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Kerasharp.Data;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Saving;

namespace Kerasharp.Losses;

/// <summary>
/// How far predictions are from targets: what training makes small. Derive from it for one of your own, or give a function; Keras's
/// name of a loss converts to it, and so does a function of targets and predictions.
/// </summary>
/// <example><code>
/// model.Compile("adam", loss: "mean_squared_error");
/// model.Compile("adam", loss: new BinaryCrossentropy(fromLogits: true));
/// model.Compile("adam", loss: Loss.From((y, p) => Ops.Mean(Ops.Absolute(y - p), -1)));
/// </code></example>
[DynamicallyAccessedMembers(Configuration.Members)]
public abstract class Loss
{
    /// <summary>A loss.</summary>
    /// <param name="name">The name under which it is shown.</param>
    /// <param name="reduction">How the examples' losses become one number.</param>
    protected Loss(string name, LossReduction reduction = LossReduction.SumOverBatchSize)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!Enum.IsDefined(reduction))
            throw new ArgumentOutOfRangeException(
                nameof(reduction),
                reduction,
                $"A reduction of {(int)reduction} came; give one of LossReduction's."
            );
        Name = name;
        Reduction = reduction;
    }

    /// <summary>The name under which it is shown.</summary>
    public string Name { get; }

    /// <summary>How the examples' losses become one number.</summary>
    public LossReduction Reduction { get; }

    /// <summary>The names that are accepted in place of an object.</summary>
    public static IReadOnlyCollection<string> Names => LossNames.All;

    /// <summary>Whether targets are numbers of classes, which stay integers, rather than numbers of the predictions' type.</summary>
    protected internal virtual bool TargetsAreIndices => false;

    /// <summary>The loss of each example.</summary>
    /// <param name="yTrue">Targets, of shape (batch, ...).</param>
    /// <param name="yPred">Predictions, of shape (batch, ...).</param>
    /// <returns>Of shape (batch,), or (batch, ...) where an example has several losses.</returns>
    public abstract SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred);

    /// <summary>The loss of a batch, as Keras computes it: ranks matched, examples weighted, the whole reduced.</summary>
    /// <param name="yTrue">Targets; they become numbers of the predictions' type.</param>
    /// <param name="yPred">Predictions.</param>
    /// <param name="sampleWeight">A weight for each example, of shape (batch,), or for each loss; all count the same without it.</param>
    /// <param name="mask">Which losses count, as truth values or 0 and 1; all without it.</param>
    /// <returns>A number; by <see cref="LossReduction.None"/> one loss for each example.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit each other.</exception>
    public SymbolicTensor Compute(
        SymbolicTensor yTrue,
        SymbolicTensor yPred,
        SymbolicTensor? sampleWeight = null,
        SymbolicTensor? mask = null
    )
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yPred);
        var (losses, counted) = Measure(yTrue, yPred, mask);
        if (counted is not null)
            mask = mask is null ? counted : BroadcastWeights.Both(losses, mask, counted);
        // One loss of the whole batch is weighted as if each example had it.
        if (losses.Rank == 0 && (sampleWeight?.Rank >= (mask?.Rank ?? 0) ? sampleWeight : mask) is { } places)
            losses = new SymbolicTensor(Op.ExpandLike(losses.Value, places.Value));
        var weight = BroadcastWeights.Merge(losses, sampleWeight, mask, Reduction);
        if (weight is not null)
            losses *= weight;
        return Reduce(losses, weight);
    }

    /// <summary>What it was made with, in Keras's form; by default the constructor's parameters, each from the property of its name.</summary>
    /// <exception cref="NotSupportedException">The loss is a function, or holds what cannot be written.</exception>
    public virtual JsonObject GetConfig() => Configuration.Write([], this, GetType());

    /// <summary>A loss from a function of targets and predictions to the loss of each example.</summary>
    /// <param name="function">Both have the shape (batch, ...); so must have the result.</param>
    /// <param name="name">The name under which it is shown.</param>
    /// <param name="reduction">How the examples' losses become one number.</param>
    public static Loss From(
        Func<SymbolicTensor, SymbolicTensor, SymbolicTensor> function,
        string name = "lambda",
        LossReduction reduction = LossReduction.SumOverBatchSize
    ) => new FunctionLoss(function, name, reduction);

    /// <summary>The loss of a name.</summary>
    /// <exception cref="ArgumentException">There is none of that name; the message lists those there are.</exception>
    public static Loss FromName(string name) => LossNames.Get(name);

    /// <summary>The loss of a name, such as <c>mse</c>, <c>mean_squared_error</c> or <c>MeanSquaredError</c>.</summary>
    /// <exception cref="ArgumentException">There is none of that name; the message lists those there are.</exception>
    public static implicit operator Loss(string name) => FromName(name);

    /// <summary>A loss from a function of targets and predictions to the loss of each example.</summary>
    public static implicit operator Loss(Func<SymbolicTensor, SymbolicTensor, SymbolicTensor> function) =>
        From(function);

    /// <summary>The loss of each example, of targets and predictions as they come; also what a metric of this name takes the mean of.</summary>
    internal SymbolicTensor PerExample(SymbolicTensor yTrue, SymbolicTensor yPred, SymbolicTensor? mask = null)
    {
        var losses = Measure(yTrue, yPred, mask).Losses;
        if (losses.Rank > 0)
            return losses;
        var examples = Ops.Sum(yPred, [.. Enumerable.Range(1, yPred.Rank - 1)]);
        return new SymbolicTensor(Op.ExpandLike(losses.Value, examples.Value));
    }

    /// <summary>Whether the loss is one number for a whole batch.</summary>
    private protected virtual bool IsOfWholeBatch => false;

    /// <summary>Which losses count, as truth values in their shape; null for all.</summary>
    private protected virtual SymbolicTensor? Counted(
        SymbolicTensor yTrue,
        SymbolicTensor yPred,
        SymbolicTensor losses
    ) => null;

    /// <summary>Whether a mask decides not only which losses count, but what they are.</summary>
    internal virtual bool ReadsMask => false;

    /// <summary>The loss of each example under a mask that decides what it is.</summary>
    private protected virtual SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred, SymbolicTensor? mask) =>
        Call(yTrue, yPred);

    private (SymbolicTensor Losses, SymbolicTensor? Counted) Measure(
        SymbolicTensor yTrue,
        SymbolicTensor yPred,
        SymbolicTensor? mask
    )
    {
        // Half precision has too few digits for logarithms and sums over a batch; Keras computes losses in float32, too.
        if (yPred.ElementType is ElementType.Float16 or ElementType.BFloat16)
            yPred = Ops.Cast(yPred, ElementType.Float32);
        var (target, prediction) = Ranks.Match(yTrue, yPred);
        if (!TargetsAreIndices)
            target = Ops.Cast(target, prediction.ElementType);
        var losses = Call(target, prediction, mask);
        return losses.Rank > 0 || IsOfWholeBatch
            ? (losses, Counted(target, prediction, losses))
            : throw new ArgumentException(
                $"The loss '{Name}' gave a single number for targets {yTrue.Shape} and predictions {yPred.Shape}; one loss for each example was expected. "
                    + "Take means along the other axes only, such as Ops.Mean(x, -1)."
            );
    }

    /// <summary>Looks at targets before anything runs: whether they fit the output's shape, and the loss.</summary>
    /// <param name="name">What the targets are called in messages.</param>
    /// <param name="y">The targets.</param>
    /// <param name="output">The shape of the model's output, its batch symbolic.</param>
    /// <exception cref="ArgumentException">They do not fit.</exception>
    internal virtual void CheckTargets(string name, TensorData y, Shape output) { }

    /// <summary>The type that targets have unless others are given; null where the output does not tell.</summary>
    /// <param name="output">The shape of the model's output, its batch symbolic.</param>
    internal virtual TensorType? TargetsFor(Shape output) =>
        TargetsAreIndices ? null : new TensorType(ElementType.Float32, output);

    private SymbolicTensor Reduce(SymbolicTensor losses, SymbolicTensor? weight)
    {
        if (losses.Rank == 0)
            return losses;
        switch (Reduction)
        {
            case LossReduction.None:
                return losses;
            case LossReduction.Sum:
                return Ops.Sum(losses);
            case LossReduction.MeanWithSampleWeight when weight is not null:
                return BroadcastWeights.DivideOrZero(Ops.Sum(losses), Ops.Sum(weight));
            default:
                return Ops.Mean(losses);
        }
    }
}
