using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Kerasharp.Saving;

namespace Kerasharp.Initializers;

/// <summary>
/// Gives a weight its first values. Wherever an initializer is taken, Keras's name of one will do as well
/// (<c>kernelInitializer: "he_normal"</c>), and so will a function from the shape to the values.
/// Derive from this class for one of your own.
/// </summary>
[DynamicallyAccessedMembers(Configuration.Members)]
public abstract class Initializer
{
    /// <summary>What it was made with, in Keras's form; by default the constructor's parameters, each from the property of its name.</summary>
    public virtual JsonObject GetConfig() => Configuration.Write([], this, GetType());

    /// <summary>Writes a weight's first values.</summary>
    /// <param name="values">Where they go: as many as the shape holds, the last axis running fastest.</param>
    /// <param name="shape">The weight's shape in Keras's order of axes: (inputs, units) for a dense kernel,
    /// (height, width, inputs, filters) for a convolution's.</param>
    /// <param name="random">Where random numbers come from, so that a model's seed decides them.</param>
    public abstract void Fill(Span<float> values, ReadOnlySpan<long> shape, RandomSource random);

    /// <summary>The initializer of that name with Keras's defaults, such as <c>glorot_uniform</c> or <c>GlorotUniform</c>.</summary>
    /// <exception cref="ArgumentException">No initializer has this name; the message lists those there are.</exception>
    public static implicit operator Initializer(string name) => InitializerNames.Get(name);

    /// <summary>An initializer that takes the values from a function of the shape.</summary>
    public static implicit operator Initializer(Func<long[], float[]> function) => From(function);

    /// <summary>An initializer that takes the values from a function of the shape, the last axis running fastest.</summary>
    /// <param name="function">Must give as many values as the shape holds.</param>
    public static Initializer From(Func<long[], float[]> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new FunctionInitializer(function);
    }
}
