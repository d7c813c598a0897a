using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Kerasharp.Callbacks;
using Kerasharp.Layers;
using Kerasharp.Optimizers;
using Kerasharp.Tests.Callbacks.Events;

namespace Kerasharp.Tests.Callbacks;

public class TensorBoardTests
{
    [Fact]
    public void FitWritesItsHistory()
    {
        using var folder = new Scripted.Folder();
        using var model = Scripted.Model(new SGD(0.05), "mae");
        var board = new TensorBoard(folder.Path, writeStepsPerSecond: true);
        Assert.False(board.WantsBatches);
        var history = model.Fit(
            Scripted.X,
            Scripted.Y,
            batchSize: 5,
            epochs: 3,
            verbose: 0,
            validationData: (Scripted.X, Scripted.Y),
            callbacks: [board]
        );
        var train = EventReader.Scalars(EventReader.Read(folder["train"]));
        Assert.Equal(["epoch_learning_rate", "epoch_loss", "epoch_mae", "epoch_steps_per_second"], train.Keys.Order());
        Assert.Equal(Steps(history["loss"]), train["epoch_loss"]);
        Assert.Equal(Steps(history["mae"]), train["epoch_mae"]);
        Assert.Equal([(0, 0.05f), (1, 0.05f), (2, 0.05f)], train["epoch_learning_rate"]);
        Assert.All(train["epoch_steps_per_second"], s => Assert.True(s.Value > 0));
        var validation = EventReader.Scalars(EventReader.Read(folder["validation"]));
        Assert.Equal(
            ["epoch_loss", "epoch_mae", "evaluation_loss_vs_iterations", "evaluation_mae_vs_iterations"],
            validation.Keys.Order()
        );
        Assert.Equal(Steps(history["val_mae"]), validation["epoch_mae"]);
        Assert.Equal([2L, 4, 6], validation["evaluation_loss_vs_iterations"].Select(s => s.Step));
    }

    [Fact]
    public void BatchesAreWrittenAsOftenAsAsked()
    {
        using var folder = new Scripted.Folder();
        using var model = Scripted.Model(new SGD(0.05));
        var board = new TensorBoard(folder.Path, writeGraph: false, updateFreq: 3, writeStepsPerSecond: true);
        var losses = new List<double>();
        var watch = new LambdaCallback(onTrainBatchEnd: (_, logs) => losses.Add(logs["loss"]));
        model.Fit(Scripted.X, Scripted.Y, batchSize: 2, epochs: 2, verbose: 0, callbacks: [board, watch]);
        var events = EventReader.Read(folder["train"]);
        var train = EventReader.Scalars(events);
        Assert.Equal([(3, (float)losses[2]), (6, (float)losses[5]), (9, (float)losses[8])], train["batch_loss"]);
        Assert.Equal(3, train["batch_steps_per_second"].Count);
        Assert.DoesNotContain(events, e => e.Has(4));
        Assert.False(Directory.Exists(folder["validation"]));
    }

    [Fact]
    public void TheGraphHasLayersAsBoxes()
    {
        using var folder = new Scripted.Folder();
        using var model = new Sequential([
            new Input(8, 8, 1),
            new Conv2D(2, 3, activation: "relu", name: "conv"),
            new Flatten(),
            new Dense(3, name: "last"),
        ]);
        model.Compile("sgd", "mse");
        var board = new TensorBoard(folder.Path);
        board.SetModel(model);
        board.OnTrainBegin();
        board.OnTrainEnd(new Logs());
        var events = EventReader.Read(folder["train"]);
        var graph = new EventReader.Message(Assert.Single(events, e => e.Has(4)).Bytes(4));
        var nodes = graph.Messages(1).ToDictionary(n => n.Text(1));
        Assert.Equal("Placeholder", nodes["x0"].Text(2));
        Assert.Equal("Conv", nodes["conv/Conv"].Text(2));
        Assert.Equal("Variable", nodes["conv/kernel"].Text(2));
        Assert.Contains("conv/kernel", Inputs(nodes["conv/Conv"]));
        // Every input is a node, and each node stands behind those that it reads.
        var seen = new HashSet<string>();
        foreach (var node in graph.Messages(1))
        {
            Assert.All(Inputs(node), input => Assert.Contains(input.Split(':')[0], seen));
            seen.Add(node.Text(1));
        }
        var shapes = new EventReader.Message(nodes["conv/Conv"].Messages(5).Single().Inner(2).Bytes(1));
        Assert.Equal([-1, 2, 6, 6], shapes.Inner(7).Messages(2).Select(d => d.Long(1)));

        var keras = Assert.Single(EventReader.Of(events, "graph_keras_model")["keras"]);
        Assert.Equal("1", keras.Inner(9).Inner(1).Text(2));
        using var json = JsonDocument.Parse(keras.Inner(8).Text(8));
        Assert.Equal("Sequential", json.RootElement.GetProperty("class_name").GetString());
    }

    [Fact]
    public void WeightsHaveHistogramsAndPictures()
    {
        using var folder = new Scripted.Folder();
        using var model = Scripted.Model(new SGD(0.05));
        model.Fit(
            Scripted.X,
            Scripted.Y,
            epochs: 3,
            verbose: 0,
            callbacks: [new TensorBoard(folder.Path, histogramFreq: 2, writeGraph: false, writeImages: true)]
        );
        var events = EventReader.Read(folder["train"]);
        var histograms = EventReader.Of(events, "histograms");
        Assert.Equal(
            ["hidden/bias/histogram", "hidden/kernel/histogram", "last/bias/histogram", "last/kernel/histogram"],
            histograms.Select(h => h.Key).Order()
        );
        var tensors = histograms["hidden/kernel/histogram"].Select(v => v.Inner(8)).ToArray();
        Assert.Equal(2, tensors.Length);
        Assert.Equal(2, tensors[0].Long(1));
        Assert.Equal([30, 3], tensors[0].Inner(2).Messages(2).Select(d => d.Long(1)));
        double[] last = [.. tensors[1].Bytes(4).Chunk(8).Select(b => BinaryPrimitives.ReadDoubleLittleEndian(b))];
        float[] kernel = model.Layers[0].Weights[0].State.Read<float>();
        Assert.Equal(
            (kernel.Min(), kernel.Max(), 6.0),
            ((float)last[0], (float)last[^2], last.Where((_, i) => i % 3 == 2).Sum())
        );

        var strings = EventReader.Of(events, "images")["hidden/kernel/image"].Last().Inner(8).All(8);
        Assert.Equal(["3", "2"], strings[..2].Select(Encoding.UTF8.GetString));
        Assert.Equal("PNG"u8.ToArray(), Assert.Single(strings[2..])[1..4]);
    }

    [Fact]
    public void EmbeddingsAreTablesForTheProjector()
    {
        using var folder = new Scripted.Folder();
        using var model = new Sequential([
            new Input(2),
            new Embedding(4, 2, name: "words"),
            new Flatten(),
            new Dense(1),
        ]);
        model.Compile("sgd", "mse");
        var metadata = new Dictionary<string, string> { ["words"] = "words.txt" };
        var board = new TensorBoard(folder.Path, embeddingsFreq: 1, embeddingsMetadata: metadata);
        model.Fit(
            new float[,]
            {
                { 0, 1 },
                { 2, 3 },
            },
            new float[,]
            {
                { 0 },
                { 1 },
            },
            verbose: 0,
            callbacks: [board]
        );
        Assert.Equal(
            "embeddings {\n  tensor_name: \"words\"\n  metadata_path: \"words.txt\"\n  tensor_path: \"words.tsv\"\n}\n",
            File.ReadAllText(folder["projector_config.pbtxt"])
        );
        string[] lines = File.ReadAllLines(folder["words.tsv"]);
        Assert.Equal(
            model.GetLayer("words").Weights[0].State.Read<float>(),
            lines
                .SelectMany(l => l.Split('\t'))
                .Select(n => float.Parse(n, System.Globalization.CultureInfo.InvariantCulture))
        );
        Assert.Equal(4, lines.Length);

        metadata["other"] = "x";
        Assert.StartsWith(
            "embeddingsMetadata came for 'other'; names of embedding layers were expected, of which",
            Assert.Throws<ArgumentException>(() => Scripted.Run(board, model, [1])).Message
        );
    }

    [Fact]
    public void AnEvaluationIsWrittenAlone()
    {
        using var folder = new Scripted.Folder();
        using var model = Scripted.Model();
        var results = model.Evaluate(Scripted.X, Scripted.Y, verbose: 0, callbacks: [new TensorBoard(folder.Path)]);
        Assert.Equal(
            [(0, (float)results["loss"])],
            EventReader.Scalars(EventReader.Read(folder["validation"]))["evaluation_loss_vs_iterations"]
        );
    }

    [Fact]
    public void WhatHasNoEffectIsRefused()
    {
        Assert.StartsWith(
            "profileBatch of 5 came; 0 was expected",
            Assert.Throws<ArgumentException>(() => new TensorBoard(profileBatch: 5)).Message
        );
        Assert.StartsWith(
            "writeImages came without histogramFreq",
            Assert.Throws<ArgumentException>(() => new TensorBoard(writeImages: true)).Message
        );
        Assert.StartsWith(
            "embeddingsMetadata came without embeddingsFreq",
            Assert.Throws<ArgumentException>(() => new TensorBoard(embeddingsMetadata: "words.txt")).Message
        );
        Assert.StartsWith(
            "histogramFreq of -1 came",
            Assert.Throws<ArgumentOutOfRangeException>(() => new TensorBoard(histogramFreq: -1)).Message
        );
    }

    private static IEnumerable<(long Step, float Value)> Steps(IReadOnlyList<double> values) =>
        values.Select((v, i) => ((long)i, (float)v));

    private static IEnumerable<string> Inputs(EventReader.Message node) => node.All(3).Select(Encoding.UTF8.GetString);
}
