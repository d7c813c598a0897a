using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Onnx.Operators;

/// <summary>
/// An optimizer's update of one weight as one node: inputs are the weight, its gradient, the slots, the rule's parameters as one vector,
/// and values that the update waits for; outputs are the next weight and slots. Behind the rule's parameters may stand three more by which
/// the gradient is clipped first: a factor, then the least and the most that an element may be.
/// </summary>
internal static class Updates
{
    public static Operator[] Operators { get; } = Definitions.Make();

    /// <summary>Whether an operator of ours is an update, which may write where it reads and waits for further inputs.</summary>
    public static bool IsUpdate(string op) => Array.Exists(Operators, o => o.Name == op);

    /// <summary>Whether a node is an update.</summary>
    public static bool Is(Node node) => node.Domain == OperatorTable.KernelDomain && IsUpdate(node.Op);

    /// <summary>Which input of an update is the vector of parameters: there is a slot for each output but the first.</summary>
    public static int ParametersOf(Node update) => 1 + update.Outputs.Count;

    /// <summary>A rule's parameters with those of clipping behind them.</summary>
    /// <param name="parameters">The rule's.</param>
    /// <param name="scale">The factor, a single number; null for 1.</param>
    /// <param name="least">The least that an element may be.</param>
    /// <param name="most">The most.</param>
    public static Value WithClipping(Value parameters, Value? scale, float least, float most)
    {
        var factor = scale is null
            ? parameters.Graph.Constant(ConstantTensor.Vector(1f))
            : Op.Unsqueeze(scale, [0]);
        return Op.Concat([parameters, factor, parameters.Graph.Constant(ConstantTensor.Vector(least, most))], 0);
    }

    private static Operator Of<TRule>()
        where TRule : struct, IUpdateRule =>
        new()
        {
            Name = TRule.Operator,
            Domain = OperatorTable.KernelDomain,
            Infer = Infer<TRule>,
            Decompose = Decompose<TRule>,
        };

    /// <summary>An operator for each rule.</summary>
    private sealed class Definitions : IRuleVisitor
    {
        private readonly List<Operator> _operators = [];

        public static Operator[] Make()
        {
            var definitions = new Definitions();
            UpdateRules.Visit(definitions);
            return [.. definitions._operators];
        }

        public void Visit<TRule>()
            where TRule : struct, IUpdateRule => _operators.Add(Of<TRule>());
    }

    private static TensorType[] Infer<TRule>(Node n)
        where TRule : struct, IUpdateRule
    {
        for (int i = 1; i < 2 + TRule.Slots; i++)
            if (!n.Input(i).Shape.Equals(n.Input(0).Shape))
                throw new GraphException(
                    $"{n} got {n.Input(i).Type} as input {i} for a weight {n.Input(0).Type}; their shapes must be equal."
                );
        var parameters = n.Input(2 + TRule.Slots).Shape;
        if (!parameters.Equals(Shape.Of(TRule.Parameters.Count)) && !Clips<TRule>(parameters))
            throw new GraphException(
                $"{n} got parameters {parameters}; it takes {string.Join(", ", TRule.Parameters)}, and may take gradient_scale, gradient_least, gradient_most behind them."
            );
        return [n.Input(0).Type, .. Enumerable.Range(2, TRule.Slots).Select(i => n.Input(i).Type)];
    }

    private static bool Clips<TRule>(Shape parameters)
        where TRule : struct, IUpdateRule =>
        parameters.Equals(Shape.Of(TRule.Parameters.Count + UpdateClipping.Parameters));

    /// <summary>The rule over values: the same formula as the kernel's.</summary>
    private static Value[] Decompose<TRule>(Node n)
        where TRule : struct, IUpdateRule
    {
        UpdateSlots<GraphArithmetic> slots = default;
        if (TRule.Slots > 0)
            slots.First = new(n.Input(2));
        if (TRule.Slots > 1)
            slots.Second = new(n.Input(3));
        if (TRule.Slots > 2)
            slots.Third = new(n.Input(4));
        UpdateParameters<GraphArithmetic> parameters = default;
        var vector = n.Input(2 + TRule.Slots);
        for (int i = 0; i < TRule.Parameters.Count; i++)
            parameters[i] = Parameter(i);
        var gradient = new GraphArithmetic(n.Input(1));
        int clipping = TRule.Parameters.Count;
        if (Clips<TRule>(vector.Shape))
            gradient = UpdateClipping.Clip(
                gradient,
                Parameter(clipping),
                Parameter(clipping + 1),
                Parameter(clipping + 2)
            );
        var weight = TRule.Update(new GraphArithmetic(n.Input(0)), gradient, ref slots, in parameters);
        GraphArithmetic[] carried = [slots.First, slots.Second, slots.Third];
        return [weight.Value, .. carried.Take(TRule.Slots).Select(s => s.Value)];

        GraphArithmetic Parameter(int i) =>
            new(Op.Cast(Op.Squeeze(Op.Slice(vector, 0, i, i + 1), [0]), n.Input(0).ElementType));
    }
}

public static partial class Op
{
    /// <summary>The update of a weight by a rule: the next weight, then the next slots.</summary>
    /// <param name="rule">The rule's operator, as AdamUpdate.</param>
    /// <param name="weight">The weight.</param>
    /// <param name="gradient">Its gradient.</param>
    /// <param name="slots">What the rule carries on.</param>
    /// <param name="parameters">The rule's parameters, one float32 vector.</param>
    internal static IReadOnlyList<Value> Update(
        string rule,
        Value weight,
        Value gradient,
        Value[] slots,
        Value parameters
    ) => weight.Graph.Add(OperatorTable.KernelDomain, rule, [weight, gradient, .. slots, parameters]).Outputs;
}
