using System.Text.Json.Nodes;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>A layer that knows places in a sequence, counted from 0 or from a place of choice.</summary>
public abstract class PositionalLayer : KerasHubLayer
{
    private const string StartIndex = "start_index";

    private protected PositionalLayer(string? name)
        : base(name) { }

    private protected override bool ComputesWide => true;

    internal override IReadOnlyList<string> CallKeywords => [StartIndex];

    /// <summary>Applies the layer to a sequence that does not begin at the place 0.</summary>
    /// <param name="input">The sequence.</param>
    /// <param name="startIndex">The place of its first element, at least 0.</param>
    /// <returns>What the layer makes of it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The place is below 0.</exception>
    /// <exception cref="LayerException">The layer does not take such a tensor.</exception>
    public SymbolicTensor Apply(SymbolicTensor input, int startIndex)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (startIndex < 0)
            throw new ArgumentOutOfRangeException(
                nameof(startIndex),
                startIndex,
                FormattableString.Invariant(
                    $"startIndex of {startIndex} came; at least 0 was expected. Give the place of the first element."
                )
            );
        return Apply(input, startIndex == 0 ? null : new JsonObject { [StartIndex] = startIndex });
    }

    /// <summary>The place of the first element in the call that is being written.</summary>
    private protected static int Start(CallContext context) =>
        context.Arguments?[StartIndex] is JsonValue value && value.TryGetValue(out int start) ? start : 0;

    /// <summary>The places of a sequence as numbers of the compute type: start, start + 1, ...</summary>
    private protected static Value Places(CallContext context, Value x, int axis, int start)
    {
        var places = Op.Cast(Scores.Count(x, axis), context.ComputeType);
        return start == 0 ? places : places + start;
    }
}
