using System.Numerics.Tensors;
using Kerasharp;
using Kerasharp.Layers;
using Kerasharp.Looking;
using Kerasharp.Optimizers;

namespace Course;

/// <summary>
/// A network is to tell at the end of a sequence which number stood at its beginning. What the loss at the end says about a step that far
/// back comes through all steps between, and fades on the way: in a simple recurrent layer, but as well in an LSTM whose forget gates
/// begin as usual, since they let 73 % through at each step. Where they begin open, the LSTM's gradients arrive, and it learns.
/// </summary>
internal static class VanishingGradients
{
    private const int Units = 32;

    public static void Run(bool quick)
    {
        int steps = quick ? 20 : 100;
        int epochs = quick ? 1 : 12;
        var train = Sequences(quick ? 100 : 2000, steps, seed: 1);
        var test = Sequences(quick ? 100 : 500, steps, seed: 2);
        Console.WriteLine($"gradient at the first step of {steps}, in parts of that at the last; and the test error");
        Console.WriteLine("                            before training     after   mean squared error");
        var before = new List<Series>();
        var after = new List<Series>();
        foreach (
            var (name, layer, forgetBias) in ((string, Layer, float?)[])
                [
                    ("SimpleRNN", new SimpleRNN(Units), null),
                    ("LSTM", new LSTM(Units), null),
                    ("LSTM, gates open at first", new LSTM(Units), 4),
                ]
        )
        {
            Utils.SetRandomSeed(1);
            using var model = new Sequential([new Input(steps, 2), layer, new Dense(1)]);
            if (forgetBias is { } bias)
                OpenForgetGates(model, bias);
            model.Compile(new Adam(0.003, clipnorm: 1), loss: "mse");
            double[] first = Norms(model, test.X, test.Y);
            model.Fit(train.X, train.Y, batchSize: 32, epochs: epochs, verbose: 0);
            double[] last = Norms(model, test.X, test.Y);
            double error = model.Evaluate(test.X, test.Y, verbose: 0)["loss"];
            Console.WriteLine(
                FormattableString.Invariant(
                    $"{name, -27} {first[0] / first[^1], 15:E1} {last[0] / last[^1], 9:E1} {error, 20:F4}"
                )
            );
            before.Add(new Series(name, first));
            after.Add(new Series(name, last));
        }
        Console.WriteLine(
            FormattableString.Invariant($"who always says 0 {test.Y.Average(y => (double)y * y), 56:F4}")
        );
        Draw("vanishing-before.svg", "before training", before);
        Draw("vanishing-after.svg", "after training", after);
        Console.WriteLine("vanishing-before.svg and vanishing-after.svg were written.");
    }

    /// <summary>The norm of the loss's gradient by the inputs of each step, for all sequences at once.</summary>
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

    /// <summary>At 4 the gates let sigmoid(4) = 98 % of the state through a step, rather than sigmoid(1) = 73 %.</summary>
    private static void OpenForgetGates(Model model, float bias)
    {
        var weights = model.GetWeights();
        // Kernel, recurrent kernel, bias; in the bias the gates stand in order: input, forget, cell, output.
        for (int unit = 0; unit < Units; unit++)
            weights[2][Units + unit] = bias;
        model.SetWeights(weights);
    }

    /// <summary>Numbers from -1 to 1, beside them a mark at the first step; the target is the number there.</summary>
    private static (Tensor<float> X, float[] Y) Sequences(int count, int steps, int seed)
    {
        var random = new Random(seed);
        var x = new float[count * steps * 2];
        var y = new float[count];
        for (int i = 0; i < count; i++)
        {
            int start = i * steps * 2;
            for (int t = 0; t < steps; t++)
                x[start + 2 * t] = 2 * random.NextSingle() - 1;
            x[start + 1] = 1;
            y[i] = x[start];
        }
        return (Tensor.Create(x, [count, steps, 2]), y);
    }

    private static void Draw(string path, string title, List<Series> lines) =>
        Charts.Lines(path, lines, title, xLabel: "step", yLabel: "norm of the gradient by the input", logY: true);
}
