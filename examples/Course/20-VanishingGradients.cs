using System.Numerics.Tensors;
using Kerasharp;
using Kerasharp.Layers;
using Kerasharp.Looking;
using Kerasharp.Optimizers;

namespace Course;

/// <summary>
/// A network is to tell at the end of a sequence which number stood at its beginning. What the loss at the end says about a step that far
/// back must come through all steps between: there it fades in a simple recurrent layer, and an LSTM can learn to let it through.
/// </summary>
internal static class VanishingGradients
{
    public static void Run(bool quick)
    {
        int steps = int.Parse(Environment.GetEnvironmentVariable("STEPS") ?? "50");
        int epochs = int.Parse(Environment.GetEnvironmentVariable("EPOCHS") ?? "20");
        double lr = double.Parse(
            Environment.GetEnvironmentVariable("LR") ?? "0.003",
            System.Globalization.CultureInfo.InvariantCulture
        );
        var (x, y) = Sequences(2000, steps, seed: 1);
        var (testX, testY) = Sequences(500, steps, seed: 2);
        foreach (
            var (name, make) in ((string, Func<Layer>)[])
                [
                    ("SimpleRNN", () => new SimpleRNN(32)),
                    ("LSTM", () => new LSTM(32)),
                    ("LSTM keep", () => new LSTM(32)),
                    ("SimpleRNN glorot", () => new SimpleRNN(32, recurrentInitializer: "glorot_uniform")),
                ]
        )
        {
            var clock = System.Diagnostics.Stopwatch.StartNew();
            Utils.SetRandomSeed(1);
            using var model = new Sequential([new Input(steps, 2), make(), new Dense(1)]);
            if (name == "LSTM keep")
            {
                var w = model.GetWeights();
                for (int i = 32; i < 64; i++)
                    w[2][i] = float.Parse(Environment.GetEnvironmentVariable("BIAS") ?? "4");
                model.SetWeights(w);
            }
            model.Compile(new Adam(lr, clipnorm: 1), loss: "mse");
            double[] before = Norms(model, testX, testY);
            var h = model.Fit(x, y, batchSize: 32, epochs: epochs, verbose: 0);
            double[] after = Norms(model, testX, testY);
            Console.WriteLine(
                FormattableString.Invariant(
                    $"{name}: test {model.Evaluate(testX, testY, verbose: 0)["loss"]:F4} {clock.Elapsed.TotalSeconds:F0} s"
                )
            );
            Console.WriteLine(
                "   "
                    + string.Join(
                        " ",
                        h["loss"]
                            .Where((_, i) => i % Math.Max(1, epochs / 8) == 0)
                            .Select(l => FormattableString.Invariant($"{l:F4}"))
                    )
            );
            Console.WriteLine(
                "   before "
                    + string.Join(
                        " ",
                        before.Where((_, i) => i % 7 == 0).Select(l => FormattableString.Invariant($"{l:G2}"))
                    )
            );
            Console.WriteLine(
                "   after "
                    + string.Join(
                        " ",
                        after.Where((_, i) => i % 7 == 0).Select(l => FormattableString.Invariant($"{l:G2}"))
                    )
            );
        }
    }

    /// <summary>The norm of the gradient by the inputs of each step.</summary>
    private static double[] Norms(Model model, Tensor<float> x, float[] y)
    {
        var gradient = model.Gradients(x, y).Inputs[0]!;
        return
        [
            .. Enumerable
                .Range(0, (int)x.Lengths[1])
                .Select(t => Math.Sqrt(gradient[.., t..(t + 1), ..].Sum(g => (double)g * g))),
        ];
    }

    /// <summary>Numbers from -1 to 1, beside them a mark at the first step; the target is the number there.</summary>
    private static (Tensor<float> X, float[] Y) Sequences(int count, int steps, int seed)
    {
        var random = new Random(seed);
        var x = new float[count * steps * 2];
        var y = new float[count];
        for (int i = 0; i < count; i++)
        for (int t = 0; t < steps; t++)
        {
            float number = 2 * random.NextSingle() - 1;
            x[(i * steps + t) * 2] = number;
            if (t > 0)
                continue;
            x[(i * steps + t) * 2 + 1] = 1;
            y[i] = number;
        }
        return (Tensor.Create(x, [count, steps, 2]), y);
    }
}
