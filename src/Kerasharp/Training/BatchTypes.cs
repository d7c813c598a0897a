using Kerasharp.Data;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Training;

/// <summary>What a step must know of the arrays that it will be fed: their types and shapes, the batch left open.</summary>
internal sealed class BatchTypes
{
    public BatchTypes(TensorDataList x, IReadOnlyList<OutputData> outputs)
        : this(
            x.Select(d => Lowering.Batched(d.ElementType, d.Shape)).ToArray(),
            outputs
                .Select(o => new Output(
                    o.Index,
                    Lowering.Batched(o.Targets.ElementType, o.Targets.Shape),
                    o.Weights is { } weights ? Lowering.Batched(weights.ElementType, weights.Shape) : null
                ))
                .ToArray()
        ) { }

    public BatchTypes(IReadOnlyList<TensorType> inputs, IReadOnlyList<Output> outputs)
    {
        Inputs = inputs;
        Outputs = outputs;
        Key = $"{string.Join("|", Inputs)}>{string.Join("|", Outputs)}";
    }

    public IReadOnlyList<TensorType> Inputs { get; }

    /// <summary>The outputs that have targets, in order.</summary>
    public IReadOnlyList<Output> Outputs { get; }

    /// <summary>The same for steps that can serve one another.</summary>
    public string Key { get; }

    /// <summary>An output that has targets.</summary>
    /// <param name="Index">Which output of the model.</param>
    /// <param name="Target">The targets' type.</param>
    /// <param name="Weight">The type of the weights of its examples; null where they have none.</param>
    public sealed record Output(int Index, TensorType Target, TensorType? Weight)
    {
        /// <summary>A part of the key.</summary>
        public override string ToString() => FormattableString.Invariant($"{Index}:{Target}*{Weight}");
    }
}
