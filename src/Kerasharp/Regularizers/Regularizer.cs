using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Kerasharp.Saving;

namespace Kerasharp.Regularizers;

/// <summary>
/// A penalty on a weight or an output, added to the loss. Derive from it for one of your own. A name converts to one:
/// <c>"l1"</c>, <c>"l2"</c>, <c>"l1_l2"</c>, <c>"orthogonal_regularizer"</c>.
/// </summary>
[DynamicallyAccessedMembers(Configuration.Members)]
public abstract class Regularizer
{
    /// <summary>What it was made with, in Keras's form; by default the constructor's parameters, each from the property of its name.</summary>
    public virtual JsonObject GetConfig() => Configuration.Write([], this, GetType());

    /// <summary>The penalty, a single number.</summary>
    public abstract SymbolicTensor Call(SymbolicTensor x);

    /// <summary>The regularizer of a name, with Keras's default factors.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static implicit operator Regularizer(string name) => RegularizerNames.Get(name);

    internal static double CheckFactor(double factor, string name) =>
        double.IsFinite(factor) && factor >= 0
            ? factor
            : throw new ArgumentOutOfRangeException(
                name,
                FormattableString.Invariant(
                    $"A factor of {factor} came; a finite number of 0 or more was expected. Give one, such as 0.01."
                )
            );
}
