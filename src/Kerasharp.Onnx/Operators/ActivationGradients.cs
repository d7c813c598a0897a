using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Kernels.Activations;
using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Onnx.Operators;

/// <summary>
/// The gradients of activation functions, each as one node: inputs are the output's gradient, and the activation's output or input, as its rule
/// needs; the output is the input's gradient.
/// </summary>
internal static class ActivationGradients
{
    public static Operator[] Operators { get; } = Definitions.Make();

    /// <summary>
    /// The gradient that an activation hands on: one node where our kernel can serve, else the rule in standard operators, which a gradient
    /// that still has to be broadcast goes through cheaply.
    /// </summary>
    /// <param name="dy">The output's gradient.</param>
    /// <param name="at">The activation's output or input.</param>
    /// <param name="parameters">The values of the rule's attributes.</param>
    public static Value Of<TRule>(Value dy, Value at, params ReadOnlySpan<float> parameters)
        where TRule : struct, IActivationRule =>
        Fits(dy, at) ? Node<TRule>(dy, at, parameters) : Pull<TRule>(dy, at, parameters);

    /// <summary>Whether our kernels serve: float32, and a gradient in the activation's shape.</summary>
    public static bool Fits(Value dy, Value at) => at.ElementType == ElementType.Float32 && dy.Shape.Equals(at.Shape);

    /// <summary>The node.</summary>
    public static Value Node<TRule>(Value dy, Value at, params ReadOnlySpan<float> parameters)
        where TRule : struct, IActivationRule
    {
        var attributes = new Attributes();
        for (int i = 0; i < parameters.Length; i++)
            attributes.Add(TRule.Parameters[i], parameters[i]);
        return at.Graph.Add(OperatorTable.KernelDomain, TRule.Operator, [dy, at], attributes).Output;
    }

    /// <summary>The rule over values: the same formula as the kernel's.</summary>
    private static Value Pull<TRule>(Value dy, Value at, ReadOnlySpan<float> parameters)
        where TRule : struct, IActivationRule
    {
        UpdateParameters<GraphArithmetic> numbers = default;
        for (int i = 0; i < parameters.Length; i++)
            numbers[i] = GraphArithmetic.Constant(parameters[i]);
        return TRule.Pull(new GraphArithmetic(dy), new GraphArithmetic(at), in numbers).Value;
    }

    private static Value[] Write<TRule>(Node n)
        where TRule : struct, IActivationRule =>
        [Pull<TRule>(n.Input(0), n.Input(1), [.. TRule.Parameters.Select(name => n.Attributes.Float(name))])];

    private static TensorType[] Infer<TRule>(Node n)
        where TRule : struct, IActivationRule
    {
        var (dy, at) = (n.Input(0), n.Input(1));
        Define.SameElements(n, dy, at);
        if (!dy.Shape.Equals(at.Shape))
            throw new GraphException(
                $"{n} got a gradient {dy.Shape} for an activation {at.Shape}; their shapes must be equal. Expand the gradient."
            );
        return [at.Type];
    }

    /// <summary>An operator for each rule.</summary>
    private sealed class Definitions : IActivationVisitor
    {
        private readonly List<Operator> _operators = [];

        public static Operator[] Make()
        {
            var definitions = new Definitions();
            ActivationRules.Visit(definitions);
            return [.. definitions._operators];
        }

        public void Visit<TRule>()
            where TRule : struct, IActivationRule =>
            _operators.Add(
                new()
                {
                    Name = TRule.Operator,
                    Domain = OperatorTable.KernelDomain,
                    Elementwise = true,
                    Infer = Infer<TRule>,
                    Gradient = (n, dz) => ReverseSweep.Through(n, Write<TRule>, dz),
                    Decompose = Write<TRule>,
                }
            );
    }
}
