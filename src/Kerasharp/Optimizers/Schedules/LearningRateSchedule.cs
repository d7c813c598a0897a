using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Runtime;
using Kerasharp.Saving;

namespace Kerasharp.Optimizers;

/// <summary>
/// A learning rate that depends on the step. It is computed within the training step, so it costs nothing and rebuilds nothing. Derive
/// from it and write the rate with the functions of <see cref="Ops"/>.
/// </summary>
/// <remarks>Keras: <c>keras.optimizers.schedules.LearningRateSchedule</c>.</remarks>
/// <example><code>
/// class Sqrt() : LearningRateSchedule
/// {
///     public override SymbolicTensor Call(SymbolicTensor step) => 0.1 / Ops.Sqrt(step + 1);
/// }
/// </code></example>
[DynamicallyAccessedMembers(Configuration.Members)]
public abstract class LearningRateSchedule
{
    /// <summary>A schedule.</summary>
    /// <param name="name">Its name; that of its class by default.</param>
    protected LearningRateSchedule(string? name = null) => Name = name ?? GetType().Name;

    /// <summary>The schedule's name.</summary>
    public string Name { get; }

    /// <summary>The rate of a step.</summary>
    /// <param name="step">How many batches have been trained on, from 0: one number in double precision.</param>
    /// <returns>One number.</returns>
    public abstract SymbolicTensor Call(SymbolicTensor step);

    /// <summary>What it was made with, in Keras's form; by default the constructor's parameters, each from the property of its name.</summary>
    public virtual JsonObject GetConfig() => Configuration.Write([], this, GetType());

    /// <summary>The rate of a step as a number.</summary>
    /// <param name="step">How many batches have been trained on, from 0.</param>
    public double At(long step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        var graph = new Graph(Name);
        var input = graph.AddInput("step", ElementType.Float64, Shape.Of([]));
        graph.AddOutput("rate", Op.Cast(Call(new SymbolicTensor(input)).Value, ElementType.Float64));
        using var session = new Session(ModelWriter.ToBytes(graph));
        using var binding = new Binding(session);
        using var number = DeviceTensor.From<double>([step], []);
        using var rate = DeviceTensor.Allocate(ElementType.Float64, []);
        foreach (var port in session.Inputs)
            binding.BindInput(port, number);
        binding.BindOutput("rate", rate);
        session.Run(binding);
        return rate.AsSpan<double>()[0];
    }

    /// <summary>Half a cosine's way from 1 at 0 to 0 at 1.</summary>
    private protected static SymbolicTensor HalfCosine(SymbolicTensor fraction) =>
        0.5 * (1 + Ops.Cos(fraction * Math.PI));
}
