using Kerasharp.Callbacks;
using Kerasharp.Layers;
using Kerasharp.Optimizers;

namespace Kerasharp.Tests.Callbacks;

/// <summary>Callbacks that are driven by numbers of a test's own, on a model that is really there.</summary>
internal static class Scripted
{
    /// <summary>A small compiled model.</summary>
    public static Sequential Model(Optimizer? optimizer = null, params string[] metrics)
    {
        var model = new Sequential([new Input(3), new Dense(2, name: "hidden"), new Dense(1, name: "last")]);
        model.Compile(optimizer ?? new SGD(1.0), "mse", [.. metrics]);
        return model;
    }

    /// <summary>Inputs for it.</summary>
    public static float[,] X { get; } = Numbers(10, 3);

    /// <summary>Targets for it.</summary>
    public static float[,] Y { get; } = Numbers(10, 1);

    /// <summary>Gives a callback epochs whose logs hold one number, until it ends training; tells after each epoch.</summary>
    /// <returns>The number of epochs.</returns>
    public static int Run(
        Callback callback,
        Model model,
        double[] series,
        string name = "loss",
        Action<int, Logs>? after = null
    )
    {
        callback.SetModel(model);
        model.StopTraining = false;
        callback.OnTrainBegin();
        int epoch = 0;
        var logs = new Logs();
        while (epoch < series.Length && !model.StopTraining)
        {
            callback.OnEpochBegin(epoch);
            logs = new Logs { [name] = series[epoch] };
            callback.OnEpochEnd(epoch, logs);
            after?.Invoke(epoch, logs);
            epoch++;
        }
        callback.OnTrainEnd(logs);
        return epoch;
    }

    /// <summary>A folder that is gone after the test.</summary>
    public sealed class Folder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("kerasharp-callbacks").FullName;

        public string this[string name] => System.IO.Path.Combine(Path, name);

        public string[] Files =>
            [.. Directory.GetFiles(Path).Select(f => System.IO.Path.GetFileName(f)).Order(StringComparer.Ordinal)];

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }

    private static float[,] Numbers(int rows, int columns)
    {
        var numbers = new float[rows, columns];
        for (int i = 0; i < rows; i++)
        for (int k = 0; k < columns; k++)
            numbers[i, k] = MathF.Sin(3 * i + k);
        return numbers;
    }
}
