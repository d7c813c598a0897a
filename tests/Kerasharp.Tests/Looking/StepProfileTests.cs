using System.Text.Json;
using Kerasharp.Layers;
using Kerasharp.Tests.Layers;

namespace Kerasharp.Tests.Looking;

public class StepProfileTests
{
    private static Sequential Network() =>
        new([
            new Input(6),
            new Dense(20, activation: "relu", name: "first"),
            new Dropout(0.5, name: "drop"),
            new Dense(3, name: "second"),
        ]);

    [Fact]
    public void Tells_the_layers_times_and_leaves_the_model_as_it_is()
    {
        using var model = Network();
        model.Compile("adam", "mse", metrics: ["mae"]);
        var (x, y) = (Elements.Rows(8, 6), Elements.Rows(8, 3));
        model.Fit(x, y, epochs: 2, verbose: 0);
        float[][] before = [.. model.Weights.Select(LayerHarness.Get)];
        var random = model.CompiledTrainer!.RandomState;

        var profile = model.Profile(x, y, batchSize: 8, steps: 4);

        Assert.Equal(4, profile.Steps);
        Assert.True(profile.StepTime > 0);
        var second = profile.Layers.Single(l => l.Layer == "second");
        Assert.True(second is { Forward: > 0, Backward: > 0, Nodes: > 0 });
        Assert.True(profile.Layers.Sum(l => l.Update) > 0);
        Assert.Contains(profile.Operators, o => o.Operator == "AdamUpdate" && o.Nodes == 4);
        string text = profile.ToString();
        Assert.All(
            (string[])["layer", "first", "drop", "second", "adam", "median of 4"],
            part => Assert.Contains(part, text)
        );
        Assert.Equal(before, model.Weights.Select(LayerHarness.Get));
        Assert.Equal(random, model.CompiledTrainer!.RandomState);
        Assert.Equal(2, model.Optimizer.Iterations);
    }

    [Fact]
    public void Writes_a_trace_that_viewers_read()
    {
        using var folder = new TemporaryFolder();
        using var model = Network();
        model.Compile("sgd", "mse");
        string path = folder["step.json"];

        model.Profile(Elements.Rows(8, 6), Elements.Rows(8, 3), batchSize: 8, steps: 2).Save(path);

        using var trace = JsonDocument.Parse(File.ReadAllBytes(path));
        var bars = trace
            .RootElement.GetProperty("traceEvents")
            .EnumerateArray()
            .Where(e => e.GetProperty("ph").GetString() == "X")
            .ToList();
        Assert.Contains(bars, b => b.GetProperty("name").GetString()!.StartsWith("second: "));
        Assert.All(
            bars,
            b => Assert.True(b.GetProperty("ts").GetDouble() >= 0 && b.GetProperty("dur").GetDouble() >= 0)
        );
        Assert.Equal(3, bars.Select(b => b.GetProperty("tid").GetInt32()).Distinct().Count());
    }

    /// <summary>
    /// ONNX Runtime decides in which order nodes run. A gradient that waits for its update is memory: with all of them at the end, a step would
    /// hold them all.
    /// </summary>
    [Fact]
    public void Updates_a_weight_as_soon_as_its_gradient_is_there()
    {
        const int layers = 8;
        using var folder = new TemporaryFolder();
        using var model = new Sequential([
            new Input(6),
            .. Enumerable.Range(0, layers).Select(i => new Dense(6, activation: "tanh", name: $"layer_{i}")),
        ]);
        model.Compile("adam", "mse");
        string path = folder["step.json"];

        model.Profile(Elements.Rows(8, 6), Elements.Rows(8, 6), batchSize: 8, steps: 1).Save(path);

        using var trace = JsonDocument.Parse(File.ReadAllBytes(path));
        string[] order =
        [
            .. trace
                .RootElement.GetProperty("traceEvents")
                .EnumerateArray()
                .Where(e => e.GetProperty("ph").GetString() == "X")
                .OrderBy(e => e.GetProperty("ts").GetDouble())
                .Select(e => $"{e.GetProperty("cat").GetString()} {e.GetProperty("name").GetString()}"),
        ];
        for (int layer = layers - 3; layer >= 0; layer--)
        {
            int begin = Array.FindIndex(order, n => n.StartsWith($"Backward layer_{layer}:", StringComparison.Ordinal));
            // Kernel and bias of every layer behind it, but for the one whose gradients may be under way.
            int expected = 2 * (layers - layer - 2);
            int updates = order[..begin].Count(n => n == "Update adam: AdamUpdate");
            Assert.True(
                updates >= expected,
                $"{updates} updates had run when the gradients of layer {layer} began; at least {expected} were expected."
            );
        }
    }

    [Fact]
    public void Refuses_what_cannot_be_measured()
    {
        using var model = Network();
        var (x, y) = (Elements.Rows(8, 6), Elements.Rows(8, 3));
        Assert.Contains("Compile", Assert.Throws<InvalidOperationException>(() => model.Profile(x, y)).Message);
        model.Compile("sgd", "mse");
        Assert.Contains(
            "at least 1",
            Assert.Throws<ArgumentOutOfRangeException>(() => model.Profile(x, y, steps: 0)).Message
        );
        Assert.Throws<ArgumentException>(() => model.Profile(Elements.Rows(8, 5), y));
    }
}
