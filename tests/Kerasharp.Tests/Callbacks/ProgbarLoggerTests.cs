using Kerasharp.Callbacks;
using Kerasharp.Training;

namespace Kerasharp.Tests.Callbacks;

public class ProgbarLoggerTests
{
    [Fact]
    public void FitThatIsSilentShowsItsLines()
    {
        using var model = Scripted.Model();
        var output = new StringWriter { NewLine = "\n" };
        var logger = new ProgbarLogger { Place = new ProgressOutput(output, IsTerminal: false) };
        logger.SetParams(new CallbackParams(Verbose: 0, Epochs: 2, Steps: 2));
        model.Fit(Scripted.X, Scripted.Y, batchSize: 5, epochs: 2, verbose: 0, callbacks: [logger]);
        string text = output.ToString();
        Assert.Equal(4, text.Count(c => c == '\n'));
        Assert.Matches(@"Epoch 1/2\n2/2 ━{20} \d+s .*/step - loss: .*\nEpoch 2/2\n2/2 ━{20} .* - loss: .*\n", text);
    }

    [Fact]
    public void WhereTheLoopShowsProgressItIsSilent()
    {
        var output = new StringWriter();
        var logger = new ProgbarLogger { Place = new ProgressOutput(output, IsTerminal: false) };
        logger.SetParams(new CallbackParams(Verbose: 1, Epochs: 2, Steps: 1) { IsShown = true });
        Drive(logger);
        Assert.Equal("", output.ToString());
    }

    [Fact]
    public void AListAddsOneThatGoesByItsParams()
    {
        var silent = new CallbackList(addProgbar: true, parameters: new CallbackParams(Verbose: 0, Epochs: 2));
        var output = new StringWriter();
        Assert.IsType<ProgbarLogger>(Assert.Single(silent.Callbacks)).Place = new ProgressOutput(output, false);
        Drive(silent);
        Assert.Equal("", output.ToString());
    }

    private static void Drive(Callback callback)
    {
        callback.OnTrainBegin();
        callback.OnEpochBegin(0);
        callback.OnTrainBatchBegin(0);
        callback.OnTrainBatchEnd(0, new Logs { ["loss"] = 1 });
        callback.OnEpochEnd(0, new Logs { ["loss"] = 1 });
        callback.OnTrainEnd(new Logs());
    }
}
