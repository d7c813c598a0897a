using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp;

/// <summary>What holds for all layers that are made from here on.</summary>
/// <remarks>Keras: <c>keras.config</c>. A setting is the process's; layers keep what held when they were made.</remarks>
public static class Config
{
    [ThreadStatic]
    private static DTypePolicy? s_building;

    private static volatile DTypePolicy s_float = "float32";
    private static volatile DTypePolicy? s_policy;

    /// <summary>The policy of layers that are made without one of their own: float32 unless told.</summary>
    /// <remarks>Keras: <c>keras.config.dtype_policy()</c>.</remarks>
    public static DTypePolicy DtypePolicy => s_building ?? s_policy ?? s_float;

    /// <summary>The floating-point type of inputs that name none, and of layers where no policy was set: float32 unless told.</summary>
    /// <remarks>Keras: <c>keras.config.floatx()</c>.</remarks>
    public static ElementType Floatx => s_float.VariableDtype;

    /// <summary>Sets the policy of layers that are made from here on without one of their own; layers there are stay as they are.</summary>
    /// <param name="policy">A policy or its name: <c>"mixed_float16"</c>, <c>"mixed_bfloat16"</c>, <c>"float64"</c>, <c>"float32"</c>.</param>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    /// <remarks>Keras: <c>keras.config.set_dtype_policy</c>, <c>keras.mixed_precision.set_dtype_policy</c>.</remarks>
    /// <example><code>
    /// Config.SetDtypePolicy("mixed_float16");
    /// var model = new Sequential([new Input(784), new Dense(64, activation: "relu"), new Dense(10) { Dtype = "float32" }]);
    /// model.Compile(optimizer: "adam", loss: new SparseCategoricalCrossentropy(fromLogits: true));   // with a loss scale that finds itself
    /// </code></example>
    public static void SetDtypePolicy(DTypePolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        s_policy = policy;
    }

    /// <summary>Sets the floating-point type of inputs that name none, and of layers where <see cref="SetDtypePolicy"/> sets no other.</summary>
    /// <param name="type">float32, float64, float16 or bfloat16, as <see cref="ElementType"/>.</param>
    /// <exception cref="ArgumentException">The type is none of floating-point numbers.</exception>
    /// <remarks>Keras: <c>keras.config.set_floatx</c>.</remarks>
    public static void SetFloatx(ElementType type)
    {
        if (!type.IsFloat())
            throw new ArgumentException(
                $"An element type of {type} came as the floating-point type; Float32, Float64, Float16 or BFloat16 was expected. Give one of them.",
                nameof(type)
            );
        s_float = new DTypePolicy(type.ToString().ToLowerInvariant());
    }

    /// <summary>Sets what held at the beginning of the process.</summary>
    internal static void Reset() => (s_policy, s_float) = (null, "float32");

    /// <summary>Has layers that a layer makes for itself follow its policy, until the result is disposed.</summary>
    internal static IDisposable Building(DTypePolicy policy) => new Restore(policy);

    private sealed class Restore : IDisposable
    {
        private readonly DTypePolicy? _outer = s_building;

        public Restore(DTypePolicy policy) => s_building = policy;

        public void Dispose() => s_building = _outer;
    }
}
