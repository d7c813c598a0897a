using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Kerasharp.Saving;

namespace Kerasharp.Constraints;

/// <summary>
/// What a weight must fulfil: after each update, inside the step, the weight is replaced by the nearest one that does. Derive from it
/// for one of your own. Wherever a constraint is taken, Keras's name of one will do as well: <c>"non_neg"</c>, <c>"max_norm"</c>.
/// </summary>
/// <remarks>Keras: <c>keras.constraints.Constraint</c>.</remarks>
[DynamicallyAccessedMembers(Configuration.Members)]
public abstract class Constraint
{
    /// <summary>What it was made with, in Keras's form; by default the constructor's parameters, each from the property of its name.</summary>
    public virtual JsonObject GetConfig() => Configuration.Write([], this, GetType());

    /// <summary>The weight that is to take the updated one's place, of the same shape.</summary>
    /// <param name="weight">The weight after the optimizer's update, in Keras's order of axes.</param>
    public abstract SymbolicTensor Call(SymbolicTensor weight);

    /// <summary>The constraint of a name, with Keras's defaults.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static implicit operator Constraint(string name) => ConstraintNames.Get(name);
}
