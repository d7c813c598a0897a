using Kerasharp.Data;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Training;

/// <summary>What a step must know of the arrays that it will be fed: their types and shapes, the batch left open.</summary>
internal sealed class BatchTypes
{
    public BatchTypes(TensorDataList x, TensorDataList y, bool weighted)
    {
        Inputs = x.Select(d => Lowering.Batched(d.ElementType, d.Shape)).ToArray();
        Targets = y.Select(d => Lowering.Batched(d.ElementType, d.Shape)).ToArray();
        Weighted = weighted;
        Key = $"{string.Join("|", Inputs)}>{string.Join("|", Targets)}{(weighted ? "*" : "")}";
    }

    public IReadOnlyList<TensorType> Inputs { get; }

    public IReadOnlyList<TensorType> Targets { get; }

    public bool Weighted { get; }

    /// <summary>The same for steps that can serve one another.</summary>
    public string Key { get; }
}
