using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Optimizers;

/// <summary>
/// Adam, in Keras's form: <c>m = m + (g - m)(1 - beta_1); v = v + (g² - v)(1 - beta_2);
/// w = w - alpha m / (sqrt(v) + epsilon)</c> with <c>alpha = learning_rate sqrt(1 - beta_2^t) / (1 - beta_1^t)</c>.
/// </summary>
/// <remarks>Keras: <c>keras.optimizers.Adam</c>; Kingma and Ba, Adam: A Method for Stochastic Optimization (2014). PyTorch's epsilon stands inside
/// the bias correction, Keras's outside.</remarks>
/// <example><code>model.Compile(optimizer: new Adam(1e-4), loss: "mse");</code></example>
public sealed class Adam : Optimizer
{
    private readonly double _beta1;
    private readonly double _beta2;
    private readonly double _epsilon;
    private readonly bool _amsgrad;

    /// <summary>Adam.</summary>
    /// <param name="learningRate">How far each step goes, above 0.</param>
    /// <param name="beta1">The decay of the gradient's mean, at least 0 and below 1.</param>
    /// <param name="beta2">The decay of the squared gradient's mean, at least 0 and below 1.</param>
    /// <param name="epsilon">Keeps the quotient finite, above 0.</param>
    /// <param name="amsgrad">Whether the greatest mean square so far is used instead of the present one.</param>
    /// <param name="name">The optimizer's name.</param>
    public Adam(
        double learningRate = 0.001,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-7,
        bool amsgrad = false,
        string name = "adam"
    )
        : base(name, learningRate)
    {
        _beta1 = Fraction(beta1, nameof(beta1));
        _beta2 = Fraction(beta2, nameof(beta2));
        _epsilon =
            epsilon > 0
                ? epsilon
                : throw new ArgumentOutOfRangeException(
                    nameof(epsilon),
                    FormattableString.Invariant($"An epsilon of {epsilon} came; it must be above 0. Keras's is 1e-7.")
                );
        _amsgrad = amsgrad;
    }

    /// <inheritdoc/>
    protected override void Update(OptimizerContext context, Weight weight, SymbolicTensor gradient)
    {
        if (_amsgrad)
            UpdateAmsgrad(context, weight, gradient);
        else
            context.UpdateByRule(
                AdamRule.Operator,
                weight,
                gradient,
                ["momentum", "velocity"],
                () => Parameters(context)
            );
    }

    private SymbolicTensor[] Parameters(OptimizerContext context) =>
        [Alpha(context), context.Constant(1 - _beta1), context.Constant(1 - _beta2), context.Constant(_epsilon)];

    // In double precision: of 1 - 0.999^t float32 has four digits left in the first steps.
    private SymbolicTensor Alpha(OptimizerContext context)
    {
        var step = Ops.Cast(context.Step, ElementType.Float64);
        var power1 = Ops.Power(Ops.Constant(_beta1, step), step);
        var power2 = Ops.Power(Ops.Constant(_beta2, step), step);
        return context.LearningRate * Ops.Cast(Ops.Sqrt(1 - power2) / (1 - power1), context.LearningRate.ElementType);
    }

    private void UpdateAmsgrad(OptimizerContext context, Weight weight, SymbolicTensor gradient)
    {
        var (momentum, velocity) = (context.Slot(weight, "momentum"), context.Slot(weight, "velocity"));
        var greatest = context.Slot(weight, "velocity_hat");
        var m = context[momentum] + (gradient - context[momentum]) * (1 - _beta1);
        var v = context[velocity] + (Ops.Square(gradient) - context[velocity]) * (1 - _beta2);
        var top = Ops.Maximum(context[greatest], v);
        context.Assign(momentum, m);
        context.Assign(velocity, v);
        context.Assign(greatest, top);
        context.Assign(weight, context[weight] - Alpha(context) * m / (Ops.Sqrt(top) + _epsilon));
    }
}
