using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Runtime;
using Kerasharp.Optimizers;

namespace Kerasharp.Training;

/// <summary>
/// Makes a training step of a forward step: puts the batch's numbers in, differentiates, and adds the updates. It knows a graph, its
/// losses by the names of outputs, and weights; who wrote the graph does not matter.
/// </summary>
internal static class TrainingStep
{
    /// <summary>A loss, the weights that it trains, and by which optimizer.</summary>
    /// <param name="Loss">The name of the graph's output that holds the loss, a single number.</param>
    /// <param name="Weights">The weights to train; those that the loss does not reach stay as they are.</param>
    /// <param name="Optimizer">How they are changed.</param>
    public sealed record Objective(string Loss, IReadOnlyList<Weight> Weights, Optimizer Optimizer);

    /// <summary>Makes the step.</summary>
    /// <param name="forward">A step with symbolic dimensions; it stays as it is.</param>
    /// <param name="numbers">The symbols' numbers.</param>
    /// <param name="objectives">One or more losses, over weights of their own.</param>
    /// <param name="random">Seed and count of steps, which the step counts on; null where nothing is drawn.</param>
    /// <param name="computeType">The element type in which updates are computed.</param>
    public static StepGraph Make(
        StepGraph forward,
        IReadOnlyDictionary<string, long> numbers,
        IReadOnlyList<Objective> objectives,
        State? random,
        ElementType computeType
    )
    {
        var step = forward.Bound(numbers);
        Prepare(step, random);

        // All gradients are taken before any update is written, at the weights as the step found them.
        var gradients = objectives.Select(o => Differentiate(step, o)).ToArray();
        for (int i = 0; i < objectives.Count; i++)
            objectives[i].Optimizer.Apply(step, computeType, gradients[i]);
        step.DropReplaced();
        Constrain(step, gradients.SelectMany(g => g.Here).Select(g => g.Weight));
        if (random is not null && step.Inputs.ContainsKey(random))
            step.Update(random, step.Read(random) + step.Graph.Ints(0, 1));
        return step;
    }

    /// <summary>The passes that come before gradients are taken.</summary>
    public static void Prepare(StepGraph step, State? random)
    {
        if (random is not null && LowerRandom.Needed(step.Graph))
            LowerRandom.Run(step.Graph, step.Read(random), LowerRandom.FreeSite(step.Graph));
        // Transpositions go before differentiation, so that gradients never see them.
        Simplify.Run(step.Graph);
        ScanHoist.Run(step.Graph);
        AxisOrder.Run(step.Graph);
        Simplify.Run(step.Graph);
        CommonSubexpressions.Run(step.Graph);
        PoolFirst.Run(step.Graph);
        PaddedConvolutions.Run(step.Graph);
    }

    /// <summary>Puts in each updated weight's place the one that fulfils its constraint.</summary>
    private static void Constrain(StepGraph step, IEnumerable<Weight> weights)
    {
        foreach (var weight in weights)
        {
            if (weight.Constraint is not { } constraint)
                continue;
            using var scope = step.Graph.At(weight.Path.Replace('/', '_') + "_constraint");
            var updated = new SymbolicTensor(weight.ToLogical(step.Latest(weight.State)));
            step.Update(weight.State, weight.ToStored(constraint.Call(updated).Value));
        }
    }

    private static BatchGradients Differentiate(StepGraph step, Objective objective)
    {
        var loss = objective.Optimizer.ScaleLoss(step, step.Graph.FindOutput(objective.Loss)!.Value);
        var weights = objective.Weights.Where(w => step.Inputs.ContainsKey(w.State)).ToArray();
        var gradients = step.Gradients(loss, weights.Select(w => w.State).ToArray());
        var pairs = new List<WeightGradient>();
        for (int i = 0; i < weights.Length; i++)
            if (gradients[i] is { } gradient)
                pairs.Add(new WeightGradient(weights[i], new SymbolicTensor(weights[i].ToLogical(gradient))));
        return new BatchGradients(pairs, others => Elsewhere(step, loss, others));
    }

    private static SymbolicTensor[] Elsewhere(
        StepGraph step,
        Value loss,
        IReadOnlyList<(Weight Weight, SymbolicTensor Value)> others
    )
    {
        var gradients = step.GradientsAt(
            loss,
            [.. others.Select(o => (o.Weight.State, o.Weight.ToStored(Op.Cast(o.Value.Value, o.Weight.ElementType))))]
        );
        return
        [
            .. others.Select(
                (o, i) =>
                    gradients[i] is { } gradient
                        ? new SymbolicTensor(o.Weight.ToLogical(gradient))
                        : Ops.ZerosLike(o.Value)
            ),
        ];
    }
}
