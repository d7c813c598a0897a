using Kerasharp.Callbacks;
using Kerasharp.Onnx.Runtime;
using Kerasharp.Training.Feeds;

namespace Kerasharp.Training;

/// <summary>Feeds batches to steps, epoch after epoch, and tells callbacks and the screen.</summary>
internal sealed class FitLoop(Model model, Trainer trainer, int verbose, CancellationToken cancellation)
{
    private readonly ProgressOutput _output = ProgressOutput.Console();

    /// <summary>Where in the data the feed stands that is trained on: the pass, and how many of its batches are behind; null for nowhere.</summary>
    private (long Pass, int Batch)? _stands;

    /// <summary>The step that may still run.</summary>
    private StepRun? _begun;

    public History Fit(BatchFeed feed, FitPlan plan, IEnumerable<Callback> callbacks)
    {
        int? steps = plan.StepsPerEpoch ?? feed.Batches;
        var history = new History
        {
            EpochsAsked = plan.Epochs,
            BatchSize = plan.BatchSize,
            Steps = steps,
            Examples = plan.Examples,
            ValidationExamples = plan.ValidationExamples,
        };
        var told = new CallbackParams(verbose, plan.Epochs, steps, plan.Validation is not null)
        {
            IsShown = verbose > 0,
        };
        var list = new CallbackList([.. callbacks, history], model, told);
        var run = new FitRun(trainer, feed, plan.InitialEpoch);
        model.StopTraining = false;
        model.Run = run;
        try
        {
            list.OnTrainBegin();
            Keep(run, isFirst: true);
            while (run.Epoch < plan.Epochs && !model.StopTraining)
                RunEpoch(feed, plan, run, list);
            // What follows does not go on in the middle of a pass.
            if (run.PassBatch > 0)
                NextPass(run);
            FinalizeWeights();
            list.OnTrainEnd();
        }
        catch (OnnxRuntimeException error) when (IsLost(error))
        {
            throw trainer.Recovered(error, run);
        }
        finally
        {
            model.Run = null;
        }
        return history;
    }

    public IReadOnlyDictionary<string, double> Evaluate(BatchFeed feed, int? steps, IEnumerable<Callback> callbacks)
    {
        int? batches = Lesser(steps, feed.Batches);
        var bar = new ProgressBar(_output, batches, verbose);
        var told = new CallbackParams(verbose, Steps: batches) { IsShown = verbose > 0 };
        var (results, done) = Recovering(() =>
            RunTest(feed, steps, new CallbackList([.. callbacks], model, told), bar)
        );
        bar.Finish(done, results.ToList());
        return results;
    }

    /// <summary>Runs one step on a feed's first batch; results gather until they are reset.</summary>
    public IReadOnlyDictionary<string, double> OnBatch(BatchFeed feed, bool training)
    {
        feed.Begin(pass: 0, skip: 0);
        feed.Next();
        return Recovering(() =>
        {
            var step = trainer.Step(training, feed.Types, feed.Rows);
            Run(feed, step);
            step.Wait();
            return trainer.Results();
        });
    }

    private static bool IsLost(OnnxRuntimeException error) =>
        error is DeviceLostException || DeviceFaults.Of(error) == DeviceFault.Lost;

    /// <summary>Does what runs steps outside of Fit, and sets the model back to what is left if the device is lost meanwhile.</summary>
    private T Recovering<T>(Func<T> run)
    {
        try
        {
            return run();
        }
        catch (OnnxRuntimeException error) when (IsLost(error))
        {
            throw trainer.Recovered(error, run: null);
        }
    }

    /// <summary>Keeps on the host what would be gone with the device; an epoch that ended within a pass goes on with another one then.</summary>
    private void Keep(FitRun run, bool isFirst) =>
        trainer.Kept.Take(run.Epoch, run.PassBatch > 0 ? run.Pass + 1 : run.Pass, isFirst);

    private void RunEpoch(BatchFeed feed, FitPlan plan, FitRun run, CallbackList callbacks)
    {
        int epoch = run.Epoch;
        callbacks.OnEpochBegin(epoch);
        ProgressBar.WriteEpochHeader(_output, epoch, plan.Epochs, verbose);
        var bar = new ProgressBar(_output, plan.StepsPerEpoch ?? feed.Batches, verbose);
        // An epoch that was interrupted goes on with what its metrics had gathered.
        if (run.Batch == 0)
            trainer.ResetResults();
        RunTraining(feed, plan.StepsPerEpoch, run, callbacks, bar);
        int steps = run.Batch;
        var logs = trainer.Results().ToList();
        if (plan.Validation is { } validation && plan.ValidationFrequency.Holds(epoch + 1))
            logs.AddRange(
                RunTest(validation, plan.ValidationSteps, callbacks, null)
                    .Results.Select(r => KeyValuePair.Create($"val_{r.Key}", r.Value))
            );
        (run.Epoch, run.Batch) = (epoch + 1, 0);
        Keep(run, isFirst: false);
        // As in Keras the line is finished last: what callbacks say comes before it, and what they add to the logs stands in it.
        var told = new Logs(logs);
        callbacks.OnEpochEnd(epoch, told);
        bar.Finish(steps, told);
    }

    private void RunTraining(BatchFeed feed, int? steps, FitRun run, CallbackList callbacks, ProgressBar bar)
    {
        try
        {
            RunBatches(feed, steps, run, callbacks, bar);
            _begun?.Wait();
        }
        finally
        {
            // Whatever happened, nobody is to read states that a step still changes.
            _begun?.Settle();
            _begun = null;
        }
    }

    private void RunBatches(BatchFeed feed, int? steps, FitRun run, CallbackList callbacks, ProgressBar bar)
    {
        int first = run.Batch;
        var (step, types, rows) = (default(StepRun), default(BatchTypes), 0);
        while (steps is null || run.Batch < steps)
        {
            cancellation.ThrowIfCancellationRequested();
            // Where an epoch is so many steps, the next one goes on in the same pass, which is not to be read again up to there.
            if (_stands != (run.Pass, run.PassBatch))
                feed.Begin(run.Pass, run.PassBatch);
            if (!feed.Next())
            {
                bool wasEmpty = run.PassBatch == 0;
                NextPass(run);
                _stands = null;
                if (wasEmpty)
                    throw new ArgumentException(
                        "A pass over the data gave no batch; at least one was expected. Check how the data are made, filtered or split."
                    );
                if (steps is null)
                    return;
                if (run.Batch == first)
                    continue;
                WarnOfEnd(run.Batch, steps.Value);
                return;
            }
            callbacks.OnTrainBatchBegin(run.Batch);
            // A callback may have evaluated in batches of so many sizes that the step is no longer kept.
            if (step is null || feed.Rows != rows || feed.Types != types || callbacks.WantsBatches)
            {
                step?.Wait();
                (types, rows) = (feed.Types, feed.Rows);
                step = trainer.Step(training: true, types, rows);
            }
            Run(feed, step);
            run.PassBatch++;
            run.Batch++;
            _stands = (run.Pass, run.PassBatch);
            if (callbacks.WantsBatches)
            {
                step.Wait();
                callbacks.OnTrainBatchEnd(run.Batch - 1, new Logs(() => trainer.Results()));
            }
            if (bar.Step(run.Batch))
            {
                step.Wait();
                bar.Draw(trainer.Results().ToList());
            }
            if (model.StopTraining)
                break;
        }
        if (steps is null)
            NextPass(run);
    }

    private (SortedDictionary<string, double> Results, int Steps) RunTest(
        BatchFeed feed,
        int? steps,
        CallbackList callbacks,
        ProgressBar? bar
    )
    {
        trainer.ResetResults();
        callbacks.OnTestBegin();
        var (step, types, rows) = (default(StepRun), default(BatchTypes), 0);
        int batch = 0;
        feed.Begin(pass: 0, skip: 0);
        for (; (steps is null || batch < steps) && feed.Next(); batch++)
        {
            cancellation.ThrowIfCancellationRequested();
            callbacks.OnTestBatchBegin(batch);
            if (step is null || feed.Rows != rows || feed.Types != types || callbacks.WantsBatches)
            {
                (types, rows) = (feed.Types, feed.Rows);
                step = trainer.Step(training: false, types, rows);
            }
            Run(feed, step);
            step.Wait();
            if (callbacks.WantsBatches)
                callbacks.OnTestBatchEnd(batch, new Logs(() => trainer.Results()));
            if (bar is not null && bar.Step(batch + 1))
                bar.Draw(trainer.Results().ToList());
        }
        if (batch == 0)
            throw new ArgumentException(
                "The data to evaluate on gave no batch; at least one was expected. Check how the data are made, filtered or split."
            );
        var results = trainer.Results();
        callbacks.OnTestEnd(new Logs(results.ToList()));
        return (results, batch);
    }

    private void NextPass(FitRun run)
    {
        trainer.Passes = ++run.Pass;
        run.PassBatch = 0;
    }

    private void WarnOfEnd(int done, int steps)
    {
        if (verbose == 0)
            return;
        _output.Writer.WriteLine();
        _output.Writer.WriteLine(
            FormattableString.Invariant(
                $"The data ran out after {done} of {steps} steps; the epoch ends here and the next one begins another pass. Repeat the data, or ask for fewer steps."
            )
        );
    }

    /// <summary>Ends with the weights' averages where the optimizer keeps some.</summary>
    private void FinalizeWeights()
    {
        model.Gate.EnterWriteLock();
        try
        {
            trainer.Optimizer.FinalizeVariableValues(model.Weights);
        }
        finally
        {
            model.Gate.ExitWriteLock();
        }
    }

    /// <summary>Runs a step that changes states, or begins to, while no one asks the model.</summary>
    private void Run(BatchFeed feed, StepRun step)
    {
        feed.Fill(step);
        _begun = step;
        step.Start(Guarded);
    }

    private void Guarded(Action run)
    {
        model.Gate.EnterWriteLock();
        try
        {
            run();
        }
        finally
        {
            model.Gate.ExitWriteLock();
        }
    }

    private static int? Lesser(int? a, int? b) => a is null || b is null ? a ?? b : Math.Min(a.Value, b.Value);
}
