using System.Globalization;
using System.Numerics.Tensors;
using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Training.Feeds;

namespace Kerasharp.Training;

/// <summary>Gradients that are given out rather than followed.</summary>
internal sealed partial class Trainer
{
    private const string LossName = "loss";

    /// <summary>The loss of the batch at which a feed stands, and its gradients; nothing changes.</summary>
    public LossGradients Gradients(BatchFeed feed, bool training)
    {
        // Which weights are trained was decided by Compile.
        using var asCompiled = _trainable.Restore();
        string key = $"{GraphRevision.Current}|gradients {(training ? "train" : "test")}|{feed.Rows}|{feed.Types.Key}";
        var run = _steps.Get(key, () => MakeGradients(training, feed.Types, feed.Rows)).Run;
        feed.Fill(run);
        _model.Gate.EnterReadLock();
        try
        {
            run.Run();
        }
        finally
        {
            _model.Gate.ExitReadLock();
        }
        var trained = _model.TrainableWeights;
        var weights = new Dictionary<Weight, Tensor<float>>();
        for (int i = 0; i < trained.Count; i++)
            if (Output(run, WeightGradientName(i)) is { } gradient)
                weights.Add(trained[i], gradient);
        return new LossGradients(
            run.Output(LossName).AsSpan<float>()[0],
            [.. feed.Types.Inputs.Select((_, i) => Output(run, InputGradientName(i)))],
            weights
        );
    }

    private static string InputGradientName(int i) => string.Create(CultureInfo.InvariantCulture, $"gradient_x{i}");

    private static string WeightGradientName(int i) => string.Create(CultureInfo.InvariantCulture, $"gradient_w{i}");

    /// <summary>A copy of an output; null if the step has none of that name.</summary>
    private static Tensor<float>? Output(StepRun run, string name)
    {
        if (!run.HasOutput(name))
            return null;
        var output = run.Output(name);
        return Tensor.Create(output.AsSpan<float>().ToArray(), [.. output.Dims.Select(d => (nint)d)]);
    }

    private StepHolder MakeGradients(bool training, BatchTypes types, int rows)
    {
        var step = Written(training, types).Bound(new Dictionary<string, long> { [Dim.Batch.Symbol!] = rows });
        TrainingStep.Prepare(step, training ? _random : null);
        var loss = step.Graph.FindOutput(LossName)!.Value;
        var weights = _model.TrainableWeights;
        var inputs = types.Inputs.Select((_, i) => step.Graph.FindInput(Lowering.InputName(i))!).ToArray();
        int[] smooth = [.. Enumerable.Range(0, inputs.Length).Where(i => inputs[i].ElementType.IsFloat())];
        int[] read = [.. Enumerable.Range(0, weights.Count).Where(i => step.Inputs.ContainsKey(weights[i].State))];
        var gradients = step.Gradients(
            loss,
            [.. read.Select(i => weights[i].State)],
            [.. smooth.Select(i => inputs[i])]
        );
        // Nor does looking take stateful layers further.
        step.DropUpdates(carried: true);
        step.Graph.RemoveOutput(LossName);
        Give(LossName, loss);
        for (int i = 0; i < read.Length; i++)
            Give(WeightGradientName(read[i]), gradients[i] is { } g ? weights[read[i]].ToLogical(g) : null);
        for (int i = 0; i < smooth.Length; i++)
            Give(InputGradientName(smooth[i]), gradients[read.Length + i]);
        return new StepHolder(StepProgram.Compile(step, Device));

        void Give(string name, Value? value)
        {
            if (value is not null)
                step.Graph.AddOutput(name, Op.Cast(value, ElementType.Float32));
        }
    }
}
