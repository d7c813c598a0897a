using System.Diagnostics.CodeAnalysis;

namespace Kerasharp.Activations;

/// <summary>
/// An activation: a function on symbolic tensors with the name under which Keras knows it. A name or a function converts to one:
/// <c>activation: "relu"</c>; a lambda goes through <see cref="From"/>.
/// </summary>
/// <example><code>new Dense(64, activation: ActivationFunction.From(x => Ops.Relu(x) * 2))</code></example>
public sealed partial class ActivationFunction
{
    private static readonly Dictionary<string, ActivationFunction> Named = new ActivationFunction[]
    {
        new("linear", x => x),
        new("relu", Ops.Relu),
        new("sigmoid", Ops.Sigmoid),
        new("tanh", Ops.Tanh),
        new("softmax", x => Ops.Softmax(x)),
        new("log_softmax", x => Ops.LogSoftmax(x)),
        new("softplus", Ops.Softplus),
        new("softsign", Ops.Softsign),
        new("elu", x => Ops.Elu(x)),
        new("selu", Ops.Selu),
        new("leaky_relu", x => Ops.LeakyRelu(x)),
        new("silu", Ops.Silu),
        new("exponential", Ops.Exp),
    }.ToDictionary(a => a.Name);

    private readonly Func<SymbolicTensor, SymbolicTensor> _function;

    /// <summary>An activation of one's own.</summary>
    /// <param name="name">The name under which it is shown.</param>
    /// <param name="function">The function; it keeps the shape.</param>
    public ActivationFunction(string name, Func<SymbolicTensor, SymbolicTensor> function)
    {
        Name = name;
        _function = function;
    }

    /// <summary>Keras's name.</summary>
    public string Name { get; }

    /// <summary>Whether it changes nothing.</summary>
    internal bool IsLinear => Name == "linear";

    /// <summary>The names that are accepted.</summary>
    public static IReadOnlyCollection<string> Names => Named.Keys;

    /// <summary>Applies the function.</summary>
    public SymbolicTensor Apply(SymbolicTensor x) => _function(x);

    /// <summary>An activation of one's own.</summary>
    /// <param name="function">The function; it keeps the shape.</param>
    public static ActivationFunction From(Func<SymbolicTensor, SymbolicTensor> function) => new("lambda", function);

    /// <summary>The activation of a name.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static ActivationFunction FromName(string name)
    {
        string key = name == "swish" ? "silu" : name;
        return Named.TryGetValue(key, out var activation)
            ? activation
            : throw Unknown.Name("activation", name, Named.Keys);
    }

    /// <summary>The activation of a name; no name is no activation.</summary>
    [return: NotNullIfNotNull(nameof(name))]
    public static implicit operator ActivationFunction?(string? name) => name is null ? null : FromName(name);

    /// <summary>An activation of one's own.</summary>
    public static implicit operator ActivationFunction(Func<SymbolicTensor, SymbolicTensor> function) => From(function);
}
