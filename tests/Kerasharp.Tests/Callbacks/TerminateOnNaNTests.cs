using Kerasharp.Callbacks;
using Kerasharp.Optimizers;

namespace Kerasharp.Tests.Callbacks;

public class TerminateOnNaNTests
{
    [Fact]
    public void TrainingEndsAtTheBatch()
    {
        using var model = Scripted.Model(new SGD(1e25));
        var output = new StringWriter { NewLine = "\n" };
        var batches = new List<int>();
        var count = new LambdaCallback(onTrainBatchBegin: batches.Add);
        var stop = new TerminateOnNaN { Output = output };
        model.Fit(Scripted.X, Scripted.Y, batchSize: 1, epochs: 5, verbose: 0, callbacks: [stop, count]);
        Assert.True(model.StopTraining);
        Assert.InRange(batches.Count, 2, 9);
        Assert.Equal($"Batch {batches[^1]}: Invalid loss, terminating training\n", output.ToString());
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void OrItThrows(double loss)
    {
        var stop = new TerminateOnNaN(raiseError: true);
        stop.OnTrainBatchEnd(0, new Logs { ["loss"] = 1 });
        stop.OnTrainBatchEnd(0, new Logs { ["other"] = loss });
        Assert.Contains(
            "came at batch 3; a finite number was expected",
            Assert.Throws<NotFiniteNumberException>(() => stop.OnTrainBatchEnd(3, new Logs { ["loss"] = loss })).Message
        );
    }
}
