using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Kerasharp.Layers;
using Kerasharp.Losses;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Saving;

namespace Kerasharp.Metrics;

/// <summary>
/// A number that is gathered over the batches of an epoch, in variables of its own. Derive from <see cref="MeanMetric"/> for a mean
/// over examples; from this class for anything else: make variables in the constructor, write what a batch adds to them in
/// <see cref="UpdateState"/>, and compute the number from them in <see cref="Result"/>.
/// </summary>
/// <example><code>
/// class Greatest : Metric
/// {
///     private readonly Weight _greatest;
///     public Greatest() : base("greatest") => _greatest = AddVariable("greatest");
///     public override void UpdateState(CallContext context, SymbolicTensor yTrue, SymbolicTensor yPred, SymbolicTensor? sampleWeight) =>
///         context.AddUpdate(_greatest, Ops.Maximum(context.Latest(_greatest), Ops.Cast(Ops.Max(yPred), ElementType.Float64)));
///     public override double Result() => Read(_greatest)[0];
/// }
/// </code></example>
[DynamicallyAccessedMembers(Configuration.Members)]
public abstract class Metric
{
    private readonly List<Weight> _variables = [];

    /// <summary>A metric.</summary>
    /// <param name="name">
    /// The name under which it is shown; by default the class's in snake case, numbered from the second of its kind on.
    /// </param>
    protected Metric(string? name)
    {
        name ??= LayerNames.Next(GetType().Name);
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
    }

    /// <summary>The name under which it is shown.</summary>
    public string Name { get; }

    /// <summary>
    /// Whether a greater number is a better one; null where neither can be said. Callbacks that watch the metric go by it unless they are
    /// told a mode.
    /// </summary>
    public virtual bool? GreaterIsBetter => null;

    /// <summary>The variables, all float64.</summary>
    public IReadOnlyList<Weight> Weights => _variables;

    /// <summary>Writes what a batch does to the variables.</summary>
    /// <param name="context">Where: <see cref="CallContext.Latest"/> reads a variable, <see cref="CallContext.AddUpdate"/> sets it.</param>
    /// <param name="yTrue">Targets, of shape (batch, ...), as they were given.</param>
    /// <param name="yPred">Predictions, of shape (batch, ...).</param>
    /// <param name="sampleWeight">A weight for each example, or for each place; null where all count the same. <c>PlaceWeights</c> joins the mask to them.</param>
    public abstract void UpdateState(
        CallContext context,
        SymbolicTensor yTrue,
        SymbolicTensor yPred,
        SymbolicTensor? sampleWeight
    );

    /// <summary>The number that the variables now hold; of a metric that has several, as one for each threshold, their mean.</summary>
    public abstract double Result();

    /// <summary>
    /// All numbers that the variables now hold, where Keras gives an array: one for each threshold or class. Of most metrics the one
    /// number that <see cref="Result"/> gives.
    /// </summary>
    public virtual IReadOnlyList<double> Results() => [Result()];

    /// <summary>The number as a part of a graph, for steps that are saved; null where it is computed outside of graphs alone.</summary>
    /// <param name="variables">The variables' values.</param>
    internal virtual SymbolicTensor? ResultIn(Func<Weight, SymbolicTensor> variables) => null;

    /// <summary>What it was made with, in Keras's form; by default the constructor's parameters, each from the property of its name.</summary>
    public virtual JsonObject GetConfig() => Configuration.Write([], this, GetType());

    /// <summary>Sets all variables to 0 again, as at the start of an epoch.</summary>
    public void ResetState()
    {
        foreach (var variable in _variables)
            variable.State.Reset();
    }

    /// <summary>Makes a variable of float64, at first 0, so that sums stay exact over an epoch.</summary>
    /// <param name="name">Its name in the metric.</param>
    /// <param name="shape">Its dimensions; none for a single number.</param>
    protected Weight AddVariable(string name, params long[] shape)
    {
        var variable = new Weight($"{Name}/{name}", shape, ElementType.Float64, null, 0, trainable: false, null, null);
        _variables.Add(variable);
        return variable;
    }

    /// <summary>
    /// How much each place counts: sample weights, and 0 where the predictions' mask leaves it out; null where all count the same. What
    /// passes over padding takes this in the sample weights' place.
    /// </summary>
    /// <param name="context">Where.</param>
    /// <param name="yPred">Predictions, of shape (batch, ...), which may have a mask.</param>
    /// <param name="sampleWeight">A weight for each example, or for each place; null where all count the same.</param>
    /// <returns>float64, of shape (batch,), or (batch, steps) where a mask or weights tell steps apart.</returns>
    /// <exception cref="ArgumentException">Mask and weights do not fit each other.</exception>
    /// <remarks>Keras takes masks into account in metrics that are means of a function of targets and predictions, in no others.</remarks>
    protected static SymbolicTensor? PlaceWeights(
        CallContext context,
        SymbolicTensor yPred,
        SymbolicTensor? sampleWeight
    )
    {
        ArgumentNullException.ThrowIfNull(context);
        return BroadcastWeights.Product(sampleWeight, context.GetMask(yPred));
    }

    /// <summary>Adds an amount to a variable.</summary>
    protected static void AddTo(CallContext context, Weight variable, SymbolicTensor amount)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.AddUpdate(variable, context.Latest(variable) + Ops.Cast(amount, ElementType.Float64));
    }

    /// <summary>The elements of a variable, as the last finished step left them.</summary>
    protected static double[] Read(Weight variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        return MemoryMarshal.Cast<byte, double>(variable.ReadLogical()).ToArray();
    }
}
