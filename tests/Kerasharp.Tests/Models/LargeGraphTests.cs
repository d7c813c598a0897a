using System.Diagnostics;
using Kerasharp.Layers;

namespace Kerasharp.Tests.Models;

/// <summary>What building large models costs: time that grows with the layers, and no memory for weights.</summary>
[Collection(nameof(AloneCollection))]
public sealed class LargeGraphTests(ITestOutputHelper output)
{
    [Fact]
    public void BuildingAndLookingMakesNoElements()
    {
        // VGG16's 138 million weights would be 553 MB.
        long before = GC.GetTotalAllocatedBytes(precise: true);
        using var model = Vgg16();
        using var part = new Model(model.Input, model.GetLayer("block4").Output);
        model.Summary(printFn: _ => { });
        model.Compile("adam", "categorical_crossentropy");

        long bytes = GC.GetTotalAllocatedBytes(precise: true) - before;
        Assert.Equal(138_357_544, model.CountParams());
        foreach (var built in (Model[])[model, part])
            Assert.All(built.Weights, w => Assert.False(w.State.IsMade, w.Path));
        Assert.True(bytes < 20e6, $"{bytes} bytes were allocated");
        Assert.Equal("(None, 28, 28, 512)", part.OutputShapes()[0].ToString());
    }

    [Fact]
    public void TimeGrowsWithTheLayers()
    {
        Build(20);
        Build(20);
        // Smallest of a few: other work on the machine only adds.
        double some = Enumerable.Range(0, 5).Min(_ => Build(50));
        double many = Enumerable.Range(0, 5).Min(_ => Build(200));

        output.WriteLine(FormattableString.Invariant($"50 layers: {some:F1} ms, 200 layers: {many:F1} ms"));
        Assert.True(many < 500, $"200 layers took {many} ms");
        Assert.True(many < 10 * Math.Max(some, 1), $"50 layers took {some} ms, 200 layers {many} ms");
    }

    [Fact]
    public void AddingToASequentialModelDoesNotStartAnew()
    {
        Stack(20);
        Stack(20);
        double some = Enumerable.Range(0, 5).Min(_ => Stack(40));
        double many = Enumerable.Range(0, 5).Min(_ => Stack(160));

        output.WriteLine(FormattableString.Invariant($"40 layers: {some:F1} ms, 160 layers: {many:F1} ms"));
        Assert.True(many < 10 * Math.Max(some, 1), $"40 layers took {some} ms, 160 layers {many} ms");
    }

    /// <summary>A residual network of about so many layers, as a model, with its configuration and summary.</summary>
    private double Build(int layers)
    {
        var watch = Stopwatch.StartNew();
        SymbolicTensor input = new Input(32, 32, 3);
        var x = input.Apply(new Conv2D(16, 3, padding: "same"));
        for (int i = 0; i < layers / 5; i++)
        {
            var y = x.Apply(new Conv2D(16, 3, padding: "same", useBias: false)).Apply(new BatchNormalization());
            y = Ops.Relu(y).Apply(new Conv2D(16, 3, padding: "same", useBias: false)).Apply(new BatchNormalization());
            x = Ops.Relu(x + y);
        }
        using var model = new Model(input, x.Apply(new Flatten()).Apply(new Dense(10)));
        double built = watch.Elapsed.TotalMilliseconds;
        _ = model.GetSummary();
        double summary = watch.Elapsed.TotalMilliseconds - built;
        _ = model.OutputShapes();
        double traced = watch.Elapsed.TotalMilliseconds - built - summary;
        output.WriteLine(
            FormattableString.Invariant(
                $"{layers}: built {built:F1} ms, summary {summary:F1} ms, traced {traced:F1} ms"
            )
        );
        return watch.Elapsed.TotalMilliseconds;
    }

    private static double Stack(int layers)
    {
        var watch = Stopwatch.StartNew();
        using var model = new Sequential([new Input(16)]);
        for (int i = 0; i < layers; i++)
            model.Add(new Dense(16, activation: "relu"));
        return watch.Elapsed.TotalMilliseconds;
    }

    private static Model Vgg16()
    {
        SymbolicTensor input = new Input(224, 224, 3);
        var x = input;
        int block = 0;
        foreach (var (filters, count) in new[] { (64, 2), (128, 2), (256, 3), (512, 3), (512, 3) })
        {
            block++;
            for (int i = 1; i <= count; i++)
                x = x.Apply(
                    new Conv2D(
                        filters,
                        3,
                        padding: "same",
                        activation: "relu",
                        name: i == count ? $"block{block}" : $"block{block}_{i}"
                    )
                );
            x = x.Apply(new MaxPooling2D(2));
        }
        x = x.Apply(new Flatten())
            .Apply(new Dense(4096, activation: "relu"))
            .Apply(new Dense(4096, activation: "relu"));
        return new Model(input, x.Apply(new Dense(1000, activation: "softmax")));
    }
}
