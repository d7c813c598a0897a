using Kerasharp.Callbacks;
using Kerasharp.Data;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Training;

/// <summary>Feeds batches to steps, epoch after epoch, and tells callbacks and the screen.</summary>
internal sealed class FitLoop(Model model, Trainer trainer, int verbose, CancellationToken cancellation)
{
    private readonly ProgressOutput _output = ProgressOutput.Console();

    public History Fit(
        FitData data,
        FitData? validation,
        int batchSize,
        int epochs,
        bool shuffle,
        IEnumerable<Callback> callbacks
    )
    {
        var history = new History();
        var list = new CallbackList([.. callbacks, history], model);
        int steps = Steps(data, batchSize);
        int[] order = [.. Enumerable.Range(0, checked((int)data.Count))];
        model.StopTraining = false;
        list.OnTrainBegin();
        using var feed = new Feed(data);
        for (int epoch = 0; epoch < epochs && !model.StopTraining; epoch++)
        {
            list.OnEpochBegin(epoch);
            ProgressBar.WriteEpochHeader(_output, epoch, epochs, verbose);
            var bar = new ProgressBar(_output, steps, verbose);
            if (shuffle)
                trainer.Shuffle(order);
            trainer.ResetResults();
            RunTraining(feed, order, batchSize, list, bar);
            var logs = trainer.Results().ToList();
            if (validation is not null)
                logs.AddRange(
                    RunTest(validation, batchSize, list, null).Select(r => KeyValuePair.Create($"val_{r.Key}", r.Value))
                );
            bar.Finish(steps, logs);
            list.OnEpochEnd(epoch, new Logs(logs));
        }
        FinalizeWeights();
        list.OnTrainEnd();
        return history;
    }

    /// <summary>Ends with the weights' averages where the optimizer keeps some.</summary>
    private void FinalizeWeights()
    {
        model.Gate.EnterWriteLock();
        try
        {
            trainer.Optimizer.FinalizeVariableValues(model.TrainableWeights);
        }
        finally
        {
            model.Gate.ExitWriteLock();
        }
    }

    public IReadOnlyDictionary<string, double> Evaluate(FitData data, int batchSize, IEnumerable<Callback> callbacks)
    {
        var bar = new ProgressBar(_output, Steps(data, batchSize), verbose);
        var results = RunTest(data, batchSize, new CallbackList([.. callbacks], model), bar);
        bar.Finish(Steps(data, batchSize), results.ToList());
        return results;
    }

    private static int Steps(FitData data, int batchSize) => checked((int)((data.Count + batchSize - 1) / batchSize));

    private void RunTraining(Feed feed, int[] order, int batchSize, CallbackList callbacks, ProgressBar bar)
    {
        var types = feed.Data.Types;
        var (step, rows) = (default(StepRun), 0);
        for (int start = 0, batch = 0; start < order.Length; start += batchSize, batch++)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(batchSize, order.Length - start);
            callbacks.OnTrainBatchBegin(batch);
            // A callback may have evaluated in batches of so many sizes that the step is no longer kept.
            if (step is null || count != rows || callbacks.WantsBatches)
                (step, rows) = (trainer.Step(training: true, types, count), count);
            feed.Fill(step, order.AsSpan(start, count));
            Run(step);
            if (callbacks.WantsBatches)
                callbacks.OnTrainBatchEnd(batch, new Logs(() => trainer.Results()));
            if (bar.Step(batch + 1))
                bar.Draw(trainer.Results().ToList());
            if (model.StopTraining)
                break;
        }
    }

    private SortedDictionary<string, double> RunTest(
        FitData data,
        int batchSize,
        CallbackList callbacks,
        ProgressBar? bar
    )
    {
        using var feed = new Feed(data);
        var types = data.Types;
        trainer.ResetResults();
        callbacks.OnTestBegin();
        var (step, rows) = (default(StepRun), 0);
        long batch = 0;
        for (long start = 0; start < data.Count; start += batchSize, batch++)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = (int)Math.Min(batchSize, data.Count - start);
            callbacks.OnTestBatchBegin((int)batch);
            if (step is null || count != rows || callbacks.WantsBatches)
                (step, rows) = (trainer.Step(training: false, types, count), count);
            feed.Fill(step, start, count);
            Run(step);
            if (callbacks.WantsBatches)
                callbacks.OnTestBatchEnd((int)batch, new Logs(() => trainer.Results()));
            if (bar is not null && bar.Step((int)batch + 1))
                bar.Draw(trainer.Results().ToList());
        }
        var results = trainer.Results();
        callbacks.OnTestEnd(new Logs(results.ToList()));
        return results;
    }

    /// <summary>Runs a step that changes states, while no one asks the model.</summary>
    private void Run(StepRun step)
    {
        model.Gate.EnterWriteLock();
        try
        {
            step.Run();
        }
        finally
        {
            model.Gate.ExitWriteLock();
        }
    }

    /// <summary>Checked arrays, pinned, and the way of their rows into a step's inputs.</summary>
    private sealed class Feed : IDisposable
    {
        private readonly List<(BatchSource Source, string[] Names)> _parts = [];

        public Feed(FitData data)
        {
            Data = data;
            _parts.Add((new BatchSource(data.X), [.. Enumerable.Range(0, data.X.Count).Select(Lowering.InputName)]));
            foreach (var output in data.Outputs)
            {
                _parts.Add((new BatchSource([output.Targets]), [Lowering.TargetName(output.Index)]));
                if (output.Weights is { } weights)
                    _parts.Add((new BatchSource([weights]), [Lowering.SampleWeightName(output.Index)]));
            }
        }

        public FitData Data { get; }

        public void Fill(StepRun step, ReadOnlySpan<int> rows)
        {
            foreach (var (source, names) in _parts)
                for (int i = 0; i < names.Length; i++)
                    source.CopyRows(i, rows, step.Input(names[i]));
        }

        public void Fill(StepRun step, long start, int rows)
        {
            foreach (var (source, names) in _parts)
                for (int i = 0; i < names.Length; i++)
                    source.CopyRange(i, start, rows, step.Input(names[i]));
        }

        public void Dispose()
        {
            foreach (var (source, _) in _parts)
                source.Dispose();
        }
    }
}
