using System.Globalization;
using System.Text.Json.Nodes;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Saving;

namespace Kerasharp.Layers;

/// <summary>A function of one's own as a layer, without weights: <c>new Lambda(x => x * x)</c>.</summary>
/// <remarks>
/// <para>Input: one tensor or several. Output: what the function gives.</para>
/// <para>Code is not written to files: a configuration holds the name under which the function was registered by
/// <c>CustomObjects.Register(name, function)</c>, and without one there is none. A class of one's own is written without that.</para>
/// <para>Keras: <c>keras.layers.Lambda</c>.</para>
/// </remarks>
/// <example><code>
/// new Lambda(x => Ops.Sqrt(Ops.Absolute(x)))
/// new Lambda(xs => xs[0] * xs[1] + xs[2])   // three inputs
/// </code></example>
public sealed class Lambda : Layer
{
    private readonly Delegate _given;

    /// <summary>A layer of a function of one tensor.</summary>
    /// <param name="function">The function.</param>
    /// <param name="outputShape">What its result must have for a shape, without the batch; not looked at by default, since shapes follow from
    /// the function.</param>
    /// <param name="mask">Makes the output's mask of the inputs and the first one's mask; without a mask by default.</param>
    /// <param name="name">The layer's name; <c>lambda</c>, numbered, by default.</param>
    public Lambda(
        Func<SymbolicTensor, SymbolicTensor> function,
        PartialShape? outputShape = null,
        Func<IReadOnlyList<SymbolicTensor>, SymbolicTensor?, SymbolicTensor?>? mask = null,
        string? name = null
    )
        : this(function, (xs, _) => new SymbolicTensorList(function(Single(xs))), outputShape, mask, null, name) { }

    /// <summary>A layer of a function of several tensors, or with several results.</summary>
    /// <inheritdoc cref="Lambda(Func{SymbolicTensor, SymbolicTensor}, PartialShape, Func{IReadOnlyList{SymbolicTensor}, SymbolicTensor, SymbolicTensor}, string)"/>
    public Lambda(
        Func<IReadOnlyList<SymbolicTensor>, SymbolicTensorList> function,
        PartialShape? outputShape = null,
        Func<IReadOnlyList<SymbolicTensor>, SymbolicTensor?, SymbolicTensor?>? mask = null,
        string? name = null
    )
        : this(function, (xs, _) => function(xs), outputShape, mask, null, name) { }

    /// <summary>A layer of a function that takes numbers besides, which configurations hold. Other functions have what they refer to.</summary>
    /// <param name="function">The function of tensors and numbers by name.</param>
    /// <param name="outputShape">What its first result must have for a shape, without the batch; not looked at by default.</param>
    /// <param name="mask">Makes the output's mask of the inputs and the first one's mask; without a mask by default.</param>
    /// <param name="arguments">The numbers; none by default.</param>
    /// <param name="name">The layer's name; <c>lambda</c>, numbered, by default.</param>
    public Lambda(
        Func<IReadOnlyList<SymbolicTensor>, IReadOnlyDictionary<string, double>, SymbolicTensorList> function,
        PartialShape? outputShape = null,
        Func<IReadOnlyList<SymbolicTensor>, SymbolicTensor?, SymbolicTensor?>? mask = null,
        IReadOnlyDictionary<string, double>? arguments = null,
        string? name = null
    )
        : this(function, function, outputShape, mask, arguments, name) { }

    private Lambda(
        Delegate given,
        Func<IReadOnlyList<SymbolicTensor>, IReadOnlyDictionary<string, double>, SymbolicTensorList> function,
        PartialShape? outputShape,
        Func<IReadOnlyList<SymbolicTensor>, SymbolicTensor?, SymbolicTensor?>? mask,
        IReadOnlyDictionary<string, double>? arguments,
        string? name
    )
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(given, nameof(function));
        _given = given;
        Function = function;
        OutputShape = outputShape;
        Mask = mask;
        Arguments = arguments ?? new Dictionary<string, double>();
    }

    /// <summary>The function, as one of several tensors and of numbers by name.</summary>
    public Func<
        IReadOnlyList<SymbolicTensor>,
        IReadOnlyDictionary<string, double>,
        SymbolicTensorList
    > Function { get; }

    /// <summary>What the result must have for a shape, without the batch; null where that is not looked at.</summary>
    public PartialShape? OutputShape { get; }

    /// <summary>What makes the output's mask; null for no mask.</summary>
    public Func<IReadOnlyList<SymbolicTensor>, SymbolicTensor?, SymbolicTensor?>? Mask { get; }

    /// <summary>The numbers that the function takes.</summary>
    public IReadOnlyDictionary<string, double> Arguments { get; }

    /// <inheritdoc/>
    public override bool NeedsBuild => false;

    /// <inheritdoc/>
    public override JsonObject GetConfig()
    {
        var config = BaseConfig();
        config["function"] = SerializedFunction.Of(_given, $"function of the layer '{Name}'");
        if (OutputShape is not null)
            config["output_shape"] = ConfigurationValues.Write(OutputShape, TypeName, "output_shape");
        if (Mask is not null)
            config["mask"] = SerializedFunction.Of(Mask, $"mask of the layer '{Name}'");
        config["arguments"] = new JsonObject(Arguments.Select(a => KeyValuePair.Create(a.Key, (JsonNode?)a.Value)));
        return config;
    }

    /// <summary>A layer of its configuration: functions are found by the names under which they are registered.</summary>
    internal static Lambda Read(JsonObject config)
    {
        var shape = (PartialShape?)
            ConfigurationValues.Read(config["output_shape"], typeof(PartialShape), nameof(Lambda), "output_shape");
        var mask = config["mask"] is { } m
            ? SerializedFunction.Make<Func<IReadOnlyList<SymbolicTensor>, SymbolicTensor?, SymbolicTensor?>>(
                m,
                nameof(Lambda)
            )
            : null;
        var arguments = (config["arguments"] as JsonObject)?.ToDictionary(
            a => a.Key,
            a => (double)ConfigurationValues.Read(a.Value, typeof(double), nameof(Lambda), a.Key)!
        );
        return SerializedFunction.Make<Delegate>(config["function"], nameof(Lambda)) switch
        {
            Func<SymbolicTensor, SymbolicTensor> one => new Lambda(one, shape, mask),
            Func<IReadOnlyList<SymbolicTensor>, SymbolicTensorList> several => new Lambda(several, shape, mask),
            Func<IReadOnlyList<SymbolicTensor>, IReadOnlyDictionary<string, double>, SymbolicTensorList> full =>
                new Lambda(full, shape, mask, arguments),
            var other => throw new ArgumentException(
                $"A configuration of Lambda came whose function is registered as a {other.GetType().Name}; one of tensors was expected. Register such a one."
            ),
        };
    }

    /// <inheritdoc/>
    protected override void Build(IReadOnlyList<Shape> inputShapes) { }

    /// <inheritdoc/>
    protected override IReadOnlyList<SymbolicTensor> Call(CallContext context, IReadOnlyList<SymbolicTensor> inputs)
    {
        SymbolicTensorList outputs = Function(inputs, Arguments);
        if (outputs is null || outputs.Count == 0)
            throw new LayerException(Name, "its function gave nothing; at least one tensor was expected. Return one.");
        if (OutputShape is { } wanted && !Fits(outputs[0].Shape, wanted))
            throw new LayerException(
                Name,
                $"its function gave a tensor of shape {outputs[0].Shape}; {wanted} behind the batch was expected by outputShape. Change one of them."
            );
        if (Mask is not null)
            context.SetMask(outputs[0], Mask(inputs, context.GetMask(inputs[0])));
        return outputs;
    }

    private static bool Fits(Shape shape, PartialShape wanted)
    {
        if (shape.Rank != wanted.Count + 1)
            return false;
        for (int i = 0; i < wanted.Count; i++)
            if (wanted[i] is { } size && shape[i + 1].IsKnown && shape[i + 1].Value != size)
                return false;
        return true;
    }

    private static SymbolicTensor Single(IReadOnlyList<SymbolicTensor> inputs) =>
        inputs.Count == 1
            ? inputs[0]
            : throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{inputs.Count} tensors came for a Lambda whose function takes one. Give it a function of a list: xs => xs[0] + xs[1]."
                )
            );
}
