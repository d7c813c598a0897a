using System.Diagnostics.CodeAnalysis;

namespace Kerasharp.Activations;

/// <summary>
/// An activation: a function on symbolic tensors with the name under which Keras knows it. A name or a function converts to one:
/// <c>activation: "relu"</c>; a lambda goes through <see cref="From"/>, and so does a function with other arguments than Keras's defaults.
/// </summary>
/// <example><code>
/// new Dense(64, activation: "gelu")
/// new Dense(64, activation: ActivationFunction.From(x => Ops.Gelu(x, approximate: true)))
/// </code></example>
public sealed partial class ActivationFunction
{
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

    /// <summary>The names that are accepted; <c>swish</c> and <c>hard_swish</c> are taken for silu and hard_silu, too.</summary>
    public static IReadOnlyCollection<string> Names => ActivationNames.All;

    /// <summary>Applies the function.</summary>
    public SymbolicTensor Apply(SymbolicTensor x) => _function(x);

    /// <summary>An activation of one's own.</summary>
    /// <param name="function">The function; it keeps the shape.</param>
    public static ActivationFunction From(Func<SymbolicTensor, SymbolicTensor> function) => new("lambda", function);

    /// <summary>The activation of a name.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static ActivationFunction FromName(string name) => ActivationNames.Get(name);

    /// <summary>The activation of a name; no name is no activation.</summary>
    [return: NotNullIfNotNull(nameof(name))]
    public static implicit operator ActivationFunction?(string? name) => name is null ? null : FromName(name);

    /// <summary>An activation of one's own.</summary>
    public static implicit operator ActivationFunction(Func<SymbolicTensor, SymbolicTensor> function) => From(function);
}
