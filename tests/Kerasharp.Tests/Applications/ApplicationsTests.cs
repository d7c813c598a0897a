using Kerasharp.Data;
using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Runtime;
using Kerasharp.Optimizers;
using Kerasharp.Tests.Layers.Examples;
using Kerasharp.Tests.Shared;

namespace Kerasharp.Tests;

/// <summary>The classic networks: their sizes are the published ones, they train, and their exports give the same numbers.</summary>
public class ApplicationsTests
{
    private delegate Model Build(long[]? inputShape, int classes);

    private static readonly Dictionary<string, (Build Make, long Parameters, int Size)> Known = new()
    {
        ["AlexNet"] = ((s, c) => Applications.AlexNet(inputShape: s, classes: c), 62_378_344, 67),
        ["VGG16"] = ((s, c) => Applications.VGG16(inputShape: s, classes: c), 138_357_544, 32),
        ["VGG19"] = ((s, c) => Applications.VGG19(inputShape: s, classes: c), 143_667_240, 32),
        ["ResNet50"] = ((s, c) => Applications.ResNet50(inputShape: s, classes: c), 25_636_712, 32),
        ["ResNet101"] = ((s, c) => Applications.ResNet101(inputShape: s, classes: c), 44_707_176, 32),
        ["ResNet152"] = ((s, c) => Applications.ResNet152(inputShape: s, classes: c), 60_419_944, 32),
        ["ResNet50V2"] = ((s, c) => Applications.ResNet50V2(inputShape: s, classes: c), 25_613_800, 32),
        ["InceptionV3"] = ((s, c) => Applications.InceptionV3(inputShape: s, classes: c), 23_851_784, 75),
        ["Xception"] = ((s, c) => Applications.Xception(inputShape: s, classes: c), 22_910_480, 71),
        ["DenseNet121"] = ((s, c) => Applications.DenseNet121(inputShape: s, classes: c), 8_062_504, 32),
        ["DenseNet169"] = ((s, c) => Applications.DenseNet169(inputShape: s, classes: c), 14_307_880, 32),
        ["DenseNet201"] = ((s, c) => Applications.DenseNet201(inputShape: s, classes: c), 20_242_984, 32),
        ["MobileNet"] = ((s, c) => Applications.MobileNet(inputShape: s, classes: c), 4_253_864, 32),
        ["MobileNetV2"] = ((s, c) => Applications.MobileNetV2(inputShape: s, classes: c), 3_538_984, 32),
        ["EfficientNetB0"] = ((s, c) => Applications.EfficientNetB0(inputShape: s, classes: c), 5_330_571, 32),
        ["LeNet5"] = ((s, c) => Applications.LeNet5(s is null ? null : [28, 28, 1], Math.Min(c, 10)), 61_706, 28),
        ["ResNet20"] = ((s, c) => Applications.ResNet20(s, Math.Min(c, 10)), 274_442, 32),
    };

    // Deeper ones of families whose smallest is always trained: they take minutes.
    private static readonly string[] Long = ["VGG19", "ResNet101", "ResNet152", "DenseNet169", "DenseNet201"];

    public static TheoryData<string> Names => [.. Known.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_number_of_parameters_is_the_published_one(string name)
    {
        using var model = Known[name].Make(null, 1000);
        Assert.Equal(Known[name].Parameters, model.CountParams());
    }

    [Fact]
    public void AlexNet_has_the_well_known_shapes_and_numbers()
    {
        using var model = Applications.AlexNet();
        var rows = model.GetSummary().Rows;
        Assert.Equal(
            [34_944, 614_656, 885_120, 1_327_488, 884_992, 37_752_832, 16_781_312, 4_097_000],
            rows.Where(r => r.Parameters > 0).Select(r => r.Parameters!.Value)
        );
        Assert.Equal(
            [55, 27, 27, 13, 13, 13, 13, 6],
            rows.Where(r => r.TypeName is "Conv2D" or "MaxPooling2D")
                .Select(r => int.Parse(r.OutputShape!.Split(", ")[1]))
        );
        Assert.Equal("(None, 9216)", rows.Single(r => r.TypeName == "Flatten").OutputShape);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_trains_and_its_export_gives_what_Predict_gives(string name)
    {
        Assert.SkipWhen(
            Long.Contains(name) && Environment.GetEnvironmentVariable("KERASHARP_LONG_TESTS") != "1",
            $"{name} takes long to train; set KERASHARP_LONG_TESTS=1 to have it trained, too."
        );
        var (make, _, size) = Known[name];
        Utils.SetRandomSeed(1);
        using var model = make([size, size, 3], 10);
        long[] shape = [8, .. model.Inputs[0].Shape.Skip(1).Select(d => d.Value)];
        var x = LayerInput.Normal(shape);
        var y = new int[] { 0, 1, 2, 3, 4, 5, 6, 7 };
        var before = model.TrainableWeights.Select(w => w.State.ReadBytes()).ToArray();
        model.Compile(new Adam(1e-4), loss: "sparse_categorical_crossentropy");
        var history = model.Fit(x.Data, y, batchSize: 8, epochs: 20, shuffle: false, verbose: 0);
        Assert.All(history["loss"], loss => Assert.True(double.IsFinite(loss)));
        Assert.True(history["loss"][^1] < history["loss"][0], $"{history["loss"][0]} became {history["loss"][^1]}");
        foreach (var (weight, old) in model.TrainableWeights.Zip(before))
            Assert.False(weight.State.ReadBytes().SequenceEqual(old), $"{weight.Path} did not change");

        using var folder = new TemporaryFolder();
        string path = folder["model.onnx"];
        model.Export(path);
        using var session = ModelSession.Load(path);
        var exported = session.Run(new Dictionary<string, ConstantTensor> { [model.Inputs[0].Name] = x.Tensor });
        float[] expected = [.. model.Predict(x.Data).ToArray()];
        double[] actual = exported[model.OutputNames[0]].ToDoubles();
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-4);
    }

    [Fact]
    public void Building_and_summarising_makes_no_elements()
    {
        using var model = Applications.VGG16();
        model.Summary(printFn: _ => { });
        Assert.Equal(138_357_544, model.CountParams());
        Assert.All(model.Weights, w => Assert.False(w.State.IsMade, w.Path));
    }

    [Fact]
    public void Without_the_top_features_stay_an_image_or_are_pooled()
    {
        using var plain = Applications.MobileNetV2(inputShape: [64, 64, 3], includeTop: false);
        Assert.Equal("(None, 2, 2, 1280)", plain.OutputShapes()[0].ToString());
        using var pooled = Applications.ResNet50V2(includeTop: false, pooling: "avg");
        Assert.Equal("(None, 2048)", pooled.OutputShapes()[0].ToString());
        using var greatest = Applications.DenseNet121(includeTop: false, pooling: "max", inputShape: [64, 64, 3]);
        Assert.Equal("(None, 1024)", greatest.OutputShapes()[0].ToString());
    }

    [Theory]
    [InlineData("weights.safetensors")]
    [InlineData("weights.onnx")]
    public void Weights_come_from_a_file(string file)
    {
        using var folder = new TemporaryFolder();
        string path = folder[file];
        using var first = Applications.VGG16(inputShape: [32, 32, 3], classes: 5);
        if (file.EndsWith("onnx", StringComparison.Ordinal))
            first.Export(path);
        else
            first.SaveWeights(path);
        using var second = Applications.VGG16(inputShape: [32, 32, 3], classes: 5, weights: path);
        foreach (var (a, b) in first.Weights.Zip(second.Weights))
            Assert.True(a.State.ReadBytes().SequenceEqual(b.State.ReadBytes()), a.Path);
    }

    [Fact]
    public void An_autoencoder_has_parts()
    {
        using var model = Applications.Autoencoder([28, 28], [64, 16]);
        Assert.Equal("(None, 28, 28)", model.OutputShapes()[0].ToString());
        Assert.Equal(784 * 64 + 64 + 64 * 16 + 16, ((Model)model.GetLayer("encoder")).CountParams());
        Assert.Equal(16 * 64 + 64 + 64 * 784 + 784, ((Model)model.GetLayer("decoder")).CountParams());
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        Assert.Contains(
            "at least 75",
            Assert.Throws<ArgumentException>(() => Applications.InceptionV3(inputShape: [64, 64, 3])).Message
        );
        Assert.Contains(
            "'avg', 'max'",
            Assert.Throws<ArgumentException>(() => Applications.VGG16(pooling: "mean")).Message
        );
        Assert.Throws<FileNotFoundException>(() => Applications.VGG16(weights: "imagenet"));
        SymbolicTensor image = new Input(64, 64, 3);
        Assert.Contains(
            "Leave inputShape out",
            Assert
                .Throws<ArgumentException>(() => Applications.VGG16(inputTensor: image, inputShape: [32, 32, 3]))
                .Message
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => Applications.ResNet50(classes: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Applications.MobileNet(alpha: 0));
        Assert.Throws<ArgumentException>(() => Applications.Autoencoder([28, -1]));
    }
}
