using System.Globalization;
using Kerasharp.Layers;
using Kerasharp.Tests.References;

namespace Kerasharp.Tests.Models;

/// <summary>Whole models' summaries against snapshots of what Keras prints, in a fresh session.</summary>
[Collection(nameof(AloneCollection))]
public class ModelSummaryTests
{
    private static readonly Dictionary<string, Func<Sequential>> Models = new()
    {
        ["lenet5"] = () =>
            new([
                new Input(32, 32, 1),
                new Conv2D(6, 5, activation: "relu"),
                new MaxPool2D(2),
                new Conv2D(16, 5, activation: "relu"),
                new MaxPool2D(2),
                new Flatten(),
                new Dense(120, activation: "relu"),
                new Dense(84, activation: "relu"),
                new Dense(10, activation: "softmax"),
            ]),
        ["mlp"] = Mlp,
        ["quickstart"] = () => new([new Input(8, 8, 1), .. Quickstart()]),
        ["unbuilt"] = () => new(Quickstart()),
        ["optimizer"] = () =>
        {
            var model = Mlp();
            model.Compile("adam", "mse");
            model.Fit(Elements.Rows(4, 10), Elements.Rows(4, 3), verbose: 0);
            return model;
        },
    };

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (string name in Models.Keys)
                foreach (string culture in (string[])["", "fr-FR", "tr-TR"])
                    cases.Add(name, culture);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void IsThatOfKeras(string name, string culture)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            Utils.ClearSession();
            using var model = Models[name]();
            string text = "";
            model.Summary(printFn: printed => text += printed);
            Assert.Equal(ReferenceFiles.Text($"summary-{name}.txt"), text);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void NamesAreNumberedAsInKeras()
    {
        Utils.ClearSession();
        Layer[] layers =
        [
            new Dense(1),
            new Conv2D(1, 1),
            new Dense(1),
            new MaxPool2D(2),
            new MaxPooling2D(2),
            new BatchNormalization(),
            new Dense(1, name: "named"),
            new Dense(1),
            new Sequential(),
            new Input(3),
        ];
        string[] names =
        [
            "dense",
            "conv2d",
            "dense_1",
            "max_pooling2d",
            "max_pooling2d_1",
            "batch_normalization",
            "named",
            "dense_2",
            "sequential",
            "input_layer",
        ];
        Assert.Equal(names, layers.Select(l => l.Name));
        Utils.ClearSession();
        Assert.Equal("dense", new Dense(1).Name);
    }

    [Fact]
    public void FrozenWeightsAndPlainOptimizersCount()
    {
        Utils.ClearSession();
        using var model = new Sequential([new Input(10), new Dense(20) { Trainable = false }, new BatchNormalization(), new Dense(3)]);
        model.Compile("sgd", "mse");
        Assert.DoesNotContain("Optimizer params", Text(model));
        model.Fit(Elements.Rows(4, 10), Elements.Rows(4, 3), verbose: 0);

        string text = Text(model);
        Assert.Contains(" Trainable params: 103 (412.00 B)\n", text);
        Assert.Contains(" Non-trainable params: 260 (1.02 KB)\n", text);
        // The count of updates, of 8 bytes, and the learning rate.
        Assert.Contains(" Optimizer params: 2 (12.00 B)\n", text);
        Assert.Contains(" Total params: 365 (1.43 KB)\n", text);
    }

    private static string Text(Model model)
    {
        string text = "";
        model.Summary(printFn: printed => text += printed);
        return text;
    }

    private static Sequential Mlp() => new([new Input(10), new Dense(20, activation: "relu"), new Dense(3)]);

    private static Layer[] Quickstart() =>
        [
            new Conv2D(32, kernelSize: 3, padding: "same", activation: "relu"),
            new MaxPooling2D(2),
            new Flatten(),
            new Dropout(0.25),
            new Dense(10, activation: "softmax"),
        ];
}
