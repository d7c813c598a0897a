using Kerasharp.Callbacks;
using Kerasharp.Optimizers;

namespace Kerasharp.Tests.Callbacks;

public class LearningRateSchedulerTests
{
    [Fact]
    public void EachEpochHasTheRateOfTheSchedule()
    {
        using var model = Scripted.Model(new SGD(0.5));
        var output = new StringWriter { NewLine = "\n" };
        var schedule = new LearningRateScheduler((epoch, rate) => epoch < 2 ? rate : rate / 2, verbose: 1)
        {
            Output = output,
        };
        var history = model.Fit(Scripted.X, Scripted.Y, epochs: 4, verbose: 0, callbacks: [schedule]);
        Assert.Equal([0.5, 0.5, 0.25, 0.125], history["learning_rate"]);
        Assert.EndsWith("\nEpoch 4: LearningRateScheduler setting learning rate to 0.125.\n", output.ToString());
    }

    [Fact]
    public void TheEpochAloneMayDecide()
    {
        using var model = Scripted.Model(new SGD(0.5));
        var history = model.Fit(
            Scripted.X,
            Scripted.Y,
            epochs: 3,
            verbose: 0,
            callbacks: [new LearningRateScheduler(epoch => 1.0 / (1 << epoch))]
        );
        Assert.Equal([1, 0.5, 0.25], history["learning_rate"]);
    }

    [Fact]
    public void ARateThatIsNoneIsRefused()
    {
        using var model = Scripted.Model(new SGD(0.5));
        Assert.StartsWith(
            "A learning rate of 0 came",
            Assert
                .Throws<ArgumentOutOfRangeException>(() =>
                    Scripted.Run(new LearningRateScheduler(_ => 0), model, [1, 1])
                )
                .Message
        );
    }
}
