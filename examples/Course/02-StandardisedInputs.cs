using Kerasharp;
using Kerasharp.Datasets;
using Kerasharp.Layers;
using Kerasharp.Optimizers;

namespace Course;

/// <summary>The same small network on the iris data twice: on centimetres, and on inputs of mean 0 and variance 1.</summary>
internal static class StandardisedInputs
{
    public static void Run(bool quick)
    {
        var (train, test) = Iris.Load();
        int epochs = quick ? 8 : 60;
        var curves = new List<IReadOnlyList<double>>();
        var accuracies = new List<double>();
        foreach (bool standardised in (bool[])[false, true])
        {
            Utils.SetRandomSeed(1);
            var normalization = new Normalization();
            normalization.Adapt(train.X);
            using var model = new Sequential([new Input(4)]);
            if (standardised)
                model.Add(normalization);
            model.Add(new Dense(16, activation: "tanh")).Add(new Dense(3, activation: "softmax"));
            model.Compile(new SGD(0.05), loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
            var history = model.Fit(train.X, train.Y, batchSize: 16, epochs: epochs, verbose: 0);
            curves.Add(history["loss"]);
            accuracies.Add(model.Evaluate(test.X, test.Y, verbose: 0)["accuracy"]);
        }
        Console.WriteLine("epoch   as they are   standardised");
        for (int e = 0; e < epochs; e += Math.Max(1, epochs / 10))
            Console.WriteLine(
                FormattableString.Invariant(
                    $"{e + 1, 5}   {curves[0][e], 11:F4}   {curves[1][e], 12:F4}  {Bar(curves[0][e])} | {Bar(curves[1][e])}"
                )
            );
        Console.WriteLine(
            FormattableString.Invariant(
                $"test accuracy: {accuracies[0]:P1} as they are, {accuracies[1]:P1} standardised"
            )
        );
    }

    private static string Bar(double loss) => new string('#', Math.Min(24, (int)(loss * 20))).PadRight(24);
}
