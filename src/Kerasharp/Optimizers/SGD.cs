using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Optimizers;

/// <summary>
/// Gradient descent, with momentum if wished: <c>v = momentum v - learning_rate g; w = w + v</c>, or with Nesterov's look ahead
/// <c>w = w + momentum v - learning_rate g</c>.
/// </summary>
/// <remarks>Keras: <c>keras.optimizers.SGD</c>.</remarks>
/// <example><code>model.Compile(optimizer: new SGD(0.05, momentum: 0.9), loss: "mse");</code></example>
public sealed class SGD : Optimizer
{
    private readonly double _momentum;
    private readonly bool _nesterov;

    /// <summary>Gradient descent.</summary>
    /// <param name="learningRate">How far each step goes, above 0.</param>
    /// <param name="momentum">How much of the last step is kept, at least 0 and below 1.</param>
    /// <param name="nesterov">Whether the gradient's step looks ahead.</param>
    /// <param name="name">The optimizer's name.</param>
    public SGD(double learningRate = 0.01, double momentum = 0.0, bool nesterov = false, string name = "SGD")
        : base(name, learningRate)
    {
        _momentum = Fraction(momentum, nameof(momentum));
        _nesterov = nesterov;
    }

    /// <inheritdoc/>
    protected override void Update(OptimizerContext context, Weight weight, SymbolicTensor gradient)
    {
        if (_momentum == 0)
            context.UpdateByRule(SgdRule.Operator, weight, gradient, [], () => [context.LearningRate]);
        else
            context.UpdateByRule(
                _nesterov ? NesterovRule.Operator : MomentumRule.Operator,
                weight,
                gradient,
                ["momentum"],
                () => [context.LearningRate, context.Constant(_momentum)]
            );
    }
}
