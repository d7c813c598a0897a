using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Optimizers;

/// <summary>
/// SGD-G2, gradient descent that finds its learning rate by a second gradient: with the gradient g of a batch at the weights w, and the
/// gradient <c>g'</c> of the same batch at <c>w - h g</c>, which is the second stage of a Runge-Kutta scheme, the rate at which a
/// step is about to become unstable is <c>h* = 2 h &lt;g - g', g&gt; / |g - g'|²</c>, or h where the product is not positive. The rate goes
/// there slowly from below, <c>h = beta h + (1 - beta) h*</c>, and falls at once below it where it was above, <c>h = (1 - beta) h*</c>; then
/// <c>w = w - h g</c>.
/// </summary>
/// <remarks>
/// <para>Ayadi and Turinici, Stochastic Runge-Kutta methods and adaptive SGD-G2 stochastic gradient descent (ICPR 2020, arXiv 2002.09304);
/// Keras has none of this. A step costs two passes over its batch. <see cref="Optimizer.LearningRate"/> is the present rate h, one for all
/// weights.</para>
/// <para>Where gradients are averaged over batches, clipped or changed by <see cref="Optimizer.GradientTransforms"/>, the second point lies in
/// the direction d that is really taken: <c>h* = 2 h &lt;g - g', d&gt; / |g - g'|²</c> with <c>g'</c> at <c>w - h d</c>, of the last of the
/// batches. Decay takes off by the rate that the step found.</para>
/// </remarks>
/// <example><code>model.Compile(optimizer: new SGDG2(0.01), loss: "mse");</code></example>
public sealed class SGDG2 : Optimizer
{
    /// <summary>Makes one.</summary>
    /// <param name="learningRate">The first rate, above 0; a schedule has no place here.</param>
    /// <param name="beta">How slowly the rate grows, at least 0 and below 1; the part that is left of the stable rate when it falls is 1 - beta.</param>
    /// <param name="weightDecay">How much of each weight is taken off at every step, times the learning rate; nothing by default.</param>
    /// <param name="clipnorm">The greatest norm of the gradient of a weight, above 0; unlimited by default.</param>
    /// <param name="clipvalue">The greatest size of an element of the gradients, above 0; unlimited by default.</param>
    /// <param name="globalClipnorm">The greatest norm of all gradients together, above 0; unlimited by default.</param>
    /// <param name="useEma">Whether an average of the weights over time is kept, which they become when Fit ends.</param>
    /// <param name="emaMomentum">How much of that average stays at each step, 0 to 1.</param>
    /// <param name="emaOverwriteFrequency">After how many updates the weights become their average while training; never by default.</param>
    /// <param name="lossScaleFactor">By what the loss is multiplied for the gradients, which are divided by it again; 1 by default.</param>
    /// <param name="gradientAccumulationSteps">Over how many batches gradients are averaged for one update, 2 or more; each batch by default.</param>
    /// <param name="name">The optimizer's name.</param>
    public SGDG2(
        double learningRate = 0.01,
        double beta = 0.9,
        double? weightDecay = null,
        double? clipnorm = null,
        double? clipvalue = null,
        double? globalClipnorm = null,
        bool useEma = false,
        double emaMomentum = 0.99,
        int? emaOverwriteFrequency = null,
        double? lossScaleFactor = null,
        int? gradientAccumulationSteps = null,
        string name = "sgd_g2"
    )
        : base(
            name,
            learningRate,
            weightDecay,
            clipnorm,
            clipvalue,
            globalClipnorm,
            useEma,
            emaMomentum,
            emaOverwriteFrequency,
            lossScaleFactor,
            gradientAccumulationSteps
        ) => Beta = Fraction(beta, nameof(beta));

    /// <summary>How slowly the rate grows, at least 0 and below 1.</summary>
    public double Beta { get; }

    private protected override void Begin(
        OptimizerContext context,
        BatchGradients batch,
        IReadOnlyList<WeightGradient> steps
    )
    {
        if (steps.Count == 0)
            return;
        var rate = context.LearningRate;
        var here = batch.Here.ToDictionary(g => g.Weight, g => g.Gradient);
        var ahead = batch.At([.. steps.Select(s => (s.Weight, context[s.Weight] - rate * s.Gradient))]);
        var changes = steps.Select((s, i) => here[s.Weight] - ahead[i]).ToArray();
        var along = Total(changes.Select((c, i) => c * steps[i].Gradient));
        var size = Total(changes.Select(Ops.Square));
        var ratio = along / size;
        // Where the loss bends down, is flat, or the second point is beyond all numbers, nothing is known of the rate.
        var known = Ops.LogicalAnd(Ops.Greater(ratio, 0), Ops.Less(ratio, double.PositiveInfinity));
        var stable = Ops.Where(known, 2 * rate * ratio, rate);
        var next = Ops.Where(Ops.GreaterEqual(stable, rate), Beta * rate + (1 - Beta) * stable, (1 - Beta) * stable);
        context.Assign(RateVariable, Ops.Cast(next, ElementType.Float32));
    }

    /// <inheritdoc/>
    protected override void Update(OptimizerContext context, Weight weight, SymbolicTensor gradient) =>
        context.UpdateByRule(
            SgdRule.Operator,
            weight,
            gradient,
            Array.Empty<string>(),
            () => [context.Latest(RateVariable)]
        );

    private static SymbolicTensor Total(IEnumerable<SymbolicTensor> parts) =>
        parts.Select(Ops.Sum).Aggregate((a, b) => a + b);
}
