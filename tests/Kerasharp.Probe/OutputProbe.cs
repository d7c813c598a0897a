using System.Globalization;
using Kerasharp.Layers;
using Kerasharp.Optimizers;
using Kerasharp.Regularizers;

namespace Kerasharp.Probe;

/// <summary>Prints what people see, under a culture whose numbers or letters are written otherwise.</summary>
internal static class OutputProbe
{
    public static void Run(string culture)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture;
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture;
        CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.CurrentCulture;
        Console.WriteLine($"culture {1234.5:N1} {"I".ToLower()}");

        var (x, y) = ProbeData.Images(1100);
        Utils.SetRandomSeed(1);
        using var model = new Sequential([
            new Input(8, 8, 1),
            new Conv2D(32, kernelSize: 3, activation: "sigmoid"),
            new BatchNormalization(),
            new MaxPool2D(2),
            new Flatten(),
            new Dropout(0.25),
            new Dense(200, activation: "relu"),
            new Dense(8, activation: "softmax"),
        ]);
        model.Summary();
        model.Compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        model.Fit(x, y, batchSize: 100, epochs: 2, verbose: 1, validationSplit: 0.1);
        model.Fit(x, y, batchSize: 100, epochs: 2, verbose: 2, validationSplit: 0.1);
        model.Evaluate(x, y, batchSize: 100);
        model.Predict(x, batchSize: 100, verbose: 1);
        model.Summary();
        Refused(() => model.Fit(x, y, validationSplit: 1.5));
        Refused(() => new L2(-0.5));
        Refused(() => new Adam(learningRate: -0.5));
        Refused(() => new Adam(beta1: 1.5));
        Refused(() => new Adam(epsilon: -0.5));
        Refused(() => new Rescaling(double.NaN));
        Refused(() => new Dropout(1.5));
        Refused(() => new Conv2D(3, kernelSize: 3, activation: "SIGMOID"));
        Refused(() => model.Compile(optimizer: "ADAGRAD II", loss: "mse"));
    }

    private static void Refused(Action action)
    {
        try
        {
            action();
            Console.WriteLine("no exception");
        }
        catch (ArgumentException error)
        {
            Console.WriteLine(error.Message);
        }
    }
}
