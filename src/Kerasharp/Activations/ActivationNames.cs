namespace Kerasharp.Activations;

/// <summary>Activations by the names that Keras takes, with its default arguments.</summary>
internal static class ActivationNames
{
    private static readonly Dictionary<string, ActivationFunction> Known = new ActivationFunction[]
    {
        new("celu", x => Ops.Celu(x)),
        new("elu", x => Ops.Elu(x)),
        new("exponential", Ops.Exp),
        new("gelu", x => Ops.Gelu(x)),
        new("glu", x => Ops.Glu(x)),
        new("hard_shrink", x => Ops.HardShrink(x)),
        new("hard_sigmoid", Ops.HardSigmoid),
        new("hard_silu", Ops.HardSilu),
        new("hard_tanh", Ops.HardTanh),
        new("leaky_relu", x => Ops.LeakyRelu(x)),
        new("linear", x => x),
        new("log_sigmoid", Ops.LogSigmoid),
        new("log_softmax", x => Ops.LogSoftmax(x)),
        new("mish", Ops.Mish),
        new("relu", Ops.Relu),
        new("relu6", Ops.Relu6),
        new("selu", Ops.Selu),
        new("sigmoid", Ops.Sigmoid),
        new("silu", Ops.Silu),
        new("soft_shrink", x => Ops.SoftShrink(x)),
        new("softmax", x => Ops.Softmax(x)),
        new("softplus", Ops.Softplus),
        new("softsign", Ops.Softsign),
        new("sparse_plus", Ops.SparsePlus),
        new("sparse_sigmoid", Ops.SparseSigmoid),
        new("sparsemax", x => Ops.Sparsemax(x)),
        new("squareplus", x => Ops.Squareplus(x)),
        new("tanh", Ops.Tanh),
        new("tanh_shrink", Ops.TanhShrink),
    }.ToDictionary(a => a.Name);

    private static readonly Dictionary<string, string> Aliases = new()
    {
        ["hard_swish"] = "hard_silu",
        ["swish"] = "silu",
    };

    /// <summary>All names but the aliases.</summary>
    internal static IReadOnlyCollection<string> All => Known.Keys;

    /// <summary>The activation of a name or an alias; null where there is none.</summary>
    internal static ActivationFunction? Find(string name) =>
        Known.GetValueOrDefault(Aliases.GetValueOrDefault(name, name));

    internal static ActivationFunction Get(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (Find(name) is { } activation)
            return activation;
        throw name == "threshold"
            ? new ArgumentException(
                "The activation 'threshold' came by name, but it has two arguments without defaults. "
                    + "Give the function: ActivationFunction.From(x => Ops.Threshold(x, threshold: 0.1, defaultValue: 20)).",
                nameof(name)
            )
            : Unknown.Name("activation", name, Known.Keys.Concat(Aliases.Keys));
    }
}
