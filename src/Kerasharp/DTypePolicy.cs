using System.Text.Json.Nodes;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp;

/// <summary>
/// In which floating-point types a layer computes and keeps its weights. A name converts to one: <c>"float32"</c>, <c>"float64"</c>,
/// <c>"mixed_float16"</c>, <c>"mixed_bfloat16"</c>, <c>"float16"</c>, <c>"bfloat16"</c>.
/// </summary>
/// <remarks>
/// <para>The mixed policies compute in 16 bits with weights of float32: each weight is cast where it is used, its gradient comes back in
/// float32, and optimizers see float32 alone.</para>
/// <para>Keras: <c>keras.dtype_policies.DTypePolicy</c>; without quantization.</para>
/// </remarks>
/// <example><code>
/// Config.SetDtypePolicy("mixed_float16");                     // for all layers made from here on
/// var last = new Dense(10, activation: "softmax") { Dtype = "float32" };
/// </code></example>
public sealed class DTypePolicy : IEquatable<DTypePolicy>
{
    private const string MixedFloat16 = "mixed_float16";
    private const string MixedBFloat16 = "mixed_bfloat16";

    private static readonly (string Name, ElementType Compute, ElementType Variable)[] Known =
    [
        ("float32", ElementType.Float32, ElementType.Float32),
        ("float64", ElementType.Float64, ElementType.Float64),
        (MixedFloat16, ElementType.Float16, ElementType.Float32),
        (MixedBFloat16, ElementType.BFloat16, ElementType.Float32),
        ("float16", ElementType.Float16, ElementType.Float16),
        ("bfloat16", ElementType.BFloat16, ElementType.BFloat16),
    ];

    /// <summary>The policy of a name.</summary>
    /// <param name="name">One of float32, float64, mixed_float16, mixed_bfloat16, float16 and bfloat16.</param>
    /// <exception cref="ArgumentException">There is none of that name; the message lists those there are.</exception>
    public DTypePolicy(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        (Name, ComputeDtype, VariableDtype) = Array.Find(Known, k => k.Name == name);
        if (Name is null)
            throw new ArgumentException(
                $"'{name}' came as a dtype policy; one of {string.Join(", ", Known.Select(k => k.Name))} was expected. Correct the name.",
                nameof(name)
            );
    }

    /// <summary>The name, as <c>mixed_float16</c>.</summary>
    public string Name { get; }

    /// <summary>The type in which a layer computes: its floating-point inputs are cast to it, and so are its weights where they are used.</summary>
    public ElementType ComputeDtype { get; }

    /// <summary>The type in which a layer keeps its weights.</summary>
    public ElementType VariableDtype { get; }

    /// <summary>Whether the gradients are of float16, whose small numbers a scale of the loss keeps from vanishing.</summary>
    internal bool NeedsLossScale => Name == MixedFloat16;

    /// <summary>The policy of a name.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static implicit operator DTypePolicy(string name) => new(name);

    /// <summary>Whether two policies are the same.</summary>
    public static bool operator ==(DTypePolicy? left, DTypePolicy? right) =>
        left is null ? right is null : left.Equals(right);

    /// <summary>Whether two policies differ.</summary>
    public static bool operator !=(DTypePolicy? left, DTypePolicy? right) => !(left == right);

    /// <inheritdoc/>
    public bool Equals(DTypePolicy? other) => Name == other?.Name;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DTypePolicy);

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    /// <summary>The policy as Keras writes it in the configuration of a layer.</summary>
    internal JsonObject ToJson() =>
        new()
        {
            ["module"] = "keras",
            ["class_name"] = "DTypePolicy",
            ["config"] = new JsonObject { ["name"] = Name },
            ["registered_name"] = null,
        };

    /// <summary>The policy that a layer's configuration holds: a name or Keras's object; null where there is none.</summary>
    /// <param name="json">What stands under "dtype".</param>
    /// <param name="owner">The layer, for messages.</param>
    /// <exception cref="ArgumentException">It is no policy, or none that is known.</exception>
    internal static DTypePolicy? FromJson(JsonNode? json, string owner)
    {
        string? name = json switch
        {
            null => null,
            JsonValue value when value.TryGetValue(out string? text) => text,
            JsonObject policy
                when (string?)policy["class_name"] is "DTypePolicy" or "FloatDTypePolicy" or "Policy"
                    && policy["config"]?["name"] is JsonValue value
                    && value.TryGetValue(out string? text) => text,
            _ => json.ToJsonString(),
        };
        // Layers that give out whole numbers say so here, and have no floating-point type.
        if (name is null or "int64" or "int32" or "uint8" or "string" or "bool")
            return null;
        try
        {
            return new DTypePolicy(name);
        }
        catch (ArgumentException error)
        {
            throw new ArgumentException(
                $"A configuration of the layer '{owner}' came with a dtype that is not supported: {error.Message}",
                error
            );
        }
    }
}
