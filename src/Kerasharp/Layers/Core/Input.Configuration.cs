using System.Text.Json.Nodes;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Saving;

namespace Kerasharp.Layers;

public sealed partial class Input
{
    /// <summary>Shape, with the batch as null, element type and name, as Keras writes an <c>InputLayer</c>.</summary>
    public override JsonObject GetConfig() =>
        new()
        {
            ["batch_shape"] = ShapeJson(Shape),
            ["dtype"] = ElementTypeNames.Write(ElementType),
            ["sparse"] = false,
            ["ragged"] = false,
            ["name"] = Name,
            ["optional"] = false,
        };

    /// <summary>An input of what <see cref="GetConfig"/>, or Keras, wrote.</summary>
    internal static Input Read(JsonObject config)
    {
        if (config["batch_shape"] is not JsonArray { Count: > 0 } shape)
            throw new ArgumentException(
                $"A configuration of InputLayer came with the batch_shape {config["batch_shape"]?.ToJsonString() ?? "null"}; a list as [null, 28, 28, 1] was expected. Add it."
            );
        foreach (string key in (string[])["sparse", "ragged", "optional"])
            if (config[key] is JsonValue flag && flag.TryGetValue(out bool set) && set)
                throw new ArgumentException(
                    $"A configuration of InputLayer came with '{key}' of true; inputs are dense arrays that are always given. Set it to false."
                );
        long?[] sizes = ConfigurationValues.Longs(shape);
        if (sizes[0] is { } batch)
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"A configuration of InputLayer came with a batch of {batch}; batches may be of any size here. Write null in its place."
                )
            );
        return new Input([.. sizes.Skip(1).Select(s => s ?? -1)])
        {
            Name = (string?)config["name"] ?? LayerNames.Next("InputLayer"),
            ElementType = ElementTypeNames.Read(config["dtype"], "InputLayer"),
        };
    }
}
