using Kerasharp.Optimizers;

namespace Kerasharp.Callbacks;

/// <summary>The optimizers that have a learning rate of their own: one, or those of a <see cref="MultiOptimizer"/>.</summary>
internal static class OptimizerParts
{
    /// <summary>The optimizers, and under what name each one's learning rate stands in the logs.</summary>
    public static IEnumerable<(Optimizer Optimizer, string LogName)> Of(Optimizer optimizer) =>
        Inner(optimizer) switch
        {
            MultiOptimizer several => several.Optimizers.Select(o => (o, $"learning_rate_{o.Name}")),
            var one => [(one, "learning_rate")],
        };

    /// <summary>The optimizer that changes a weight.</summary>
    public static Optimizer For(Optimizer optimizer, Weight weight) =>
        Inner(optimizer) switch
        {
            MultiOptimizer several => several.OptimizerOf(weight),
            var one => one,
        };

    /// <summary>Puts the learning rates into the logs.</summary>
    public static void Log(Optimizer optimizer, Logs logs)
    {
        foreach (var (part, name) in Of(optimizer))
            logs[name] = part.LearningRate;
    }

    /// <summary>An optimizer's name in a message that names it only where there are several: <c>" adam"</c>.</summary>
    public static string Naming(Optimizer optimizer, string logName) =>
        logName == "learning_rate" ? "" : $" {optimizer.Name}";

    private static Optimizer Inner(Optimizer optimizer) =>
        optimizer is LossScaleOptimizer scaling ? scaling.InnerOptimizer : optimizer;
}
