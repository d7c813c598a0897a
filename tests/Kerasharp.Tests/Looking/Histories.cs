using Kerasharp.Callbacks;
using Kerasharp.Tests.Training;

namespace Kerasharp.Tests.Looking;

/// <summary>Histories that no training made.</summary>
internal static class Histories
{
    /// <summary>One of epochs of a second and a half, with the values that a function gives for each.</summary>
    public static History Of(int epochs, Func<int, (string, double)[]> values)
    {
        var clock = new FakeClock();
        var history = new History { Clock = clock };
        history.OnTrainBegin();
        for (int i = 0; i < epochs; i++)
        {
            clock.Set(1.5 * i);
            history.OnEpochBegin(i);
            clock.Set(1.5 * (i + 1));
            history.OnEpochEnd(i, new Logs(values(i).Select(v => KeyValuePair.Create(v.Item1, v.Item2))));
        }
        return history;
    }

    /// <summary>Loss and accuracy, the best of the validation in the third epoch.</summary>
    public static History Usual { get; } =
        Of(
            5,
            i =>
                [
                    ("accuracy", 0.5 + (0.1 * i)),
                    ("loss", 1.0 / (i + 1)),
                    ("val_accuracy", 0.8 - (0.05 * Math.Abs(i - 2))),
                    ("val_loss", 0.4 + (0.1 * Math.Abs(i - 2))),
                ]
        );
}
