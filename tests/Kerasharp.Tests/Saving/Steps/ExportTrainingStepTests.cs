using System.Globalization;
using System.Text.Json.Nodes;
using Kerasharp.Data;
using Kerasharp.Layers;
using Kerasharp.Losses;
using Kerasharp.Metrics;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Proto;
using Kerasharp.Optimizers;
using Kerasharp.Saving;
using Kerasharp.Tests.Shared;

namespace Kerasharp.Tests.Saving.Steps;

/// <summary>Training steps as files: what stands in them, that they train as Fit does, and the way back.</summary>
public sealed class ExportTrainingStepTests : IDisposable
{
    private const int Rows = 12;
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names =>
        ["dense", "dropout", "convnet", "embedding", "lstm", "stateful", "transformer"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void StepsOfTheFileAreThoseOfFit(string name)
    {
        using var model = Make(name);
        model.ExportTrainingStep(_folder["step.onnx"]);
        var (x, y) = Data(model, Rows);

        double[][] said;
        using (var step = new SavedStep(_folder["step.onnx"]))
        {
            Assert.Equal(
                name == "stateful" ? $"{Rows}" : "batch",
                step.Listed("inputs").First()["shape"]![0]!.ToString()
            );
            said = [.. Enumerable.Range(0, 12).Select(_ => step.Run(x.Tensor, y.Tensor))];
            step.Save(_folder["trained.safetensors"]);
        }
        var history = model.Fit(x.Data, y.Data, batchSize: Rows, epochs: 12, shuffle: false, verbose: 0);

        Assert.All(history["loss"].Zip(said), pair => Assert.Equal(pair.First, pair.Second[0], 1e-5));
        // Each step has the weights of the one before; whether losses fall within twelve, dropout decides.
        Assert.Equal(12, said.Select(s => s[0]).Distinct().Count());
        using var twin = Make(name);
        twin.LoadTrainingState(_folder["trained.safetensors"]);
        Assert.Equal(12, twin.Optimizer.Iterations);
        AssertSame(model.GetWeights(), twin.GetWeights(), 2e-4f);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheFileHasStandardOperatorsAlone(string name)
    {
        using var model = Make(name);
        foreach (int opset in (int[])[17, 18, 19, 20, 21])
        {
            model.ExportTrainingStep(_folder["step.onnx"], opset: opset, predictPath: _folder["predict.onnx"]);
            foreach (string file in (string[])["step.onnx", "predict.onnx"])
            {
                var proto = ModelProto.Parser.ParseFrom(File.ReadAllBytes(_folder[file]));
                Assert.Equal([("", (long)opset)], proto.OpsetImport.Select(o => (o.Domain, o.Version)));
                Assert.All(Nodes(proto.Graph), node => Assert.Equal("", node.Domain));
                Assert.DoesNotContain(
                    Nodes(proto.Graph),
                    node => node.OpType.StartsWith("Random", StringComparison.Ordinal)
                );
            }
            var (x, y) = Data(model, name == "stateful" ? Rows : 5);
            using var step = new SavedStep(_folder["step.onnx"]);
            Assert.True(double.IsFinite(step.Run(x.Tensor, y.Tensor)[0]));
        }
    }

    [Fact]
    public void NamesTellWhatIsWhat()
    {
        using var model = Make("dropout");
        model.ExportTrainingStep(_folder["step.onnx"], metadata: new Dictionary<string, string> { ["author"] = "Ada" });

        var file = ModelDescription.Load(_folder["step.onnx"]);
        Assert.Equal("Ada", file.Metadata["author"]);
        Assert.Equal(
            [
                "inputs/flower",
                "targets/kind",
                "weights/hidden/kernel",
                "weights/hidden/bias",
                "weights/kind/kernel",
                "weights/kind/bias",
                "optimizer/adam/iteration",
                "optimizer/adam/learning_rate",
                "optimizer/adam/hidden_kernel_momentum",
                "optimizer/adam/hidden_kernel_velocity",
            ],
            file.Inputs.Select(i => i.Name).Take(10)
        );
        Assert.Contains("random", file.Inputs.Select(i => i.Name));
        Assert.Equal("random/draw0", file.Inputs[^1].Name);
        Assert.Equal("(None, 16)", file.Inputs[^1].Shape!.ToString());
        Assert.Equal(["loss", "weights/hidden/kernel.next"], file.Outputs.Select(o => o.Name).Take(2));
        Assert.Equal(["metrics/loss", "metrics/accuracy"], file.Outputs.Select(o => o.Name).TakeLast(2));

        var description = JsonNode.Parse(file.Metadata["kerasharp.training_step"])!;
        Assert.Equal("optimizer/adam/learning_rate", (string)description["learning_rate"]!);
        var rate = description["states"]!
            .AsArray()
            .Single(s => (string)s!["input"]! == "optimizer/adam/learning_rate")!;
        Assert.Null(rate["output"]);
        Assert.Equal("optimizer", (string)rate["role"]!);
        Assert.Equal("target", (string)description["inputs"]![1]!["role"]!);
        Assert.Equal("int32", (string)description["inputs"]![1]!["type"]!);
        Assert.Equal("uniform", (string)description["random"]![0]!["distribution"]!);
    }

    [Fact]
    public void MetricsAreGatheredAsFitGathersThem()
    {
        using var model = new Sequential([new Input(4) { Name = "x" }, new Dense(1, name: "y")]);
        model.Compile("sgd", "mse", metrics: ["mae", new RootMeanSquaredError(), new R2Score()]);
        model.ExportTrainingStep(_folder["step.onnx"]);
        using var step = new SavedStep(_folder["step.onnx"]);
        var x = LayerInput(8, 4);
        var y = LayerInput(8, 1);

        var first = step.Run(Part(x, 0, 5), Part(y, 0, 5));
        var second = step.Run(Part(x, 5, 8), Part(y, 5, 8));
        var history = model.Fit(ToData(x), ToData(y), batchSize: 5, shuffle: false, verbose: 0);

        Assert.Equal(
            ["loss", "metrics/loss", "metrics/mae", "metrics/root_mean_squared_error"],
            step.Listed("outputs").Select(o => (string)o["name"]!)
        );
        Assert.Equal((5 * first[0] + 3 * second[0]) / 8, second[1], 1e-6);
        Assert.Equal(history["loss"][0], second[1], 1e-6);
        Assert.Equal(history["mae"][0], second[2], 1e-6);
        Assert.Equal(history["root_mean_squared_error"][0], second[3], 1e-6);
        // What has no formula in a graph is gathered, too, for who reads it.
        Assert.Contains(step.States.Keys, name => name.StartsWith("metrics/r2_score/", StringComparison.Ordinal));

        model.ExportTrainingStep(_folder["bare.onnx"], metrics: false);
        using var bare = new SavedStep(_folder["bare.onnx"]);
        Assert.DoesNotContain(bare.States.Keys, name => name.StartsWith("metrics/", StringComparison.Ordinal));
        Assert.Single(bare.Run(x, y));
    }

    [Fact]
    public void AKernelLiesInKerassOrder()
    {
        using var model = Make("convnet");
        model.ExportTrainingStep(_folder["step.onnx"], predictPath: _folder["predict.onnx"]);
        using var step = new SavedStep(_folder["step.onnx"]);
        var conv = model.Weights[0];
        Assert.Equal(conv.Shape, step.States["weights/conv/kernel"].Shape);
        Assert.Equal(conv.GetValue().ToFlat(), step.States["weights/conv/kernel"].As<float>().ToArray());

        var (x, _) = Data(model, 3);
        using var predict = Onnx.Runtime.ModelSession.Load(_folder["predict.onnx"]);
        var feeds = predict.Inputs.Skip(1).ToDictionary(i => i.Name, i => step.States[i.Name]);
        feeds.Add("inputs/image", x.Tensor);
        float[] actual = predict.Run(feeds)["outputs/kind"].As<float>().ToArray();
        Assert.All(model.Predict(x.Data).ToFlat().Zip(actual), p => Assert.Equal(p.First, p.Second, 1e-5f));
    }

    [Fact]
    public void FitGoesOnFromAStateTrainedElsewhere()
    {
        var options = new { Before = 4, After = 5 };
        using var whole = Make("dropout");
        using var half = Make("dropout");
        half.SetWeights(whole.GetWeights());
        half.ExportTrainingStep(_folder["step.onnx"]);
        var (x, y) = Data(whole, Rows);
        using (var step = new SavedStep(_folder["step.onnx"]))
        {
            // The same stream of random numbers as the other's.
            step.States["random"] = ConstantTensor.Vector<long>(whole.CompiledTrainer!.RandomState.Seed, 0);
            for (int i = 0; i < options.Before; i++)
                step.Run(x.Tensor, y.Tensor);
            step.Save(_folder["trained.safetensors"]);
        }

        half.LoadTrainingState(_folder["trained.safetensors"]);
        whole.Fit(x.Data, y.Data, Rows, options.Before, shuffle: false, verbose: 0);
        var expected = whole.Fit(x.Data, y.Data, Rows, options.After, shuffle: false, verbose: 0);
        var actual = half.Fit(x.Data, y.Data, Rows, options.After, shuffle: false, verbose: 0);
        Assert.All(expected["loss"].Zip(actual["loss"]), p => Assert.Equal(p.First, p.Second, 1e-5));

        // Weights alone, into a model that is not compiled and whose layers have other numbers.
        using var other = Network("dropout");
        other.LoadWeights(_folder["trained.safetensors"]);
        var trained = SafeTensorsFile.Read(_folder["trained.safetensors"]).Tensors["weights/hidden/kernel"];
        Assert.Equal(trained.Data.ToArray(), other.Weights[0].ReadLogical());
    }

    [Theory]
    [InlineData("momentum")]
    [InlineData("schedule")]
    [InlineData("adamw")]
    [InlineData("accumulation")]
    [InlineData("loss scale")]
    [InlineData("ftrl")]
    public void OptimizersCarryWhatTheyNeed(string name)
    {
        using var model = Network("dense");
        model.Compile(OptimizerOf(name), "sparse_categorical_crossentropy");
        model.ExportTrainingStep(_folder["step.onnx"]);
        var (x, y) = Data(model, Rows);
        using var step = new SavedStep(_folder["step.onnx"]);
        var losses = Enumerable.Range(0, 8).Select(_ => step.Run(x.Tensor, y.Tensor)[0]).ToArray();
        var history = model.Fit(x.Data, y.Data, Rows, epochs: 8, shuffle: false, verbose: 0);

        Assert.All(history["loss"].Zip(losses), p => Assert.Equal(p.First, p.Second, 1e-5));
    }

    [Fact]
    public void ArraysDecideTypesAndWeightsOfExamples()
    {
        using var model = new Sequential([new Input(4) { Name = "x" }, new Dense(3, activation: "softmax", name: "y")]);
        model.Compile("adam", "categorical_crossentropy");
        var x = new byte[2, 4];
        var y = new float[,]
        {
            { 1, 0, 0 },
            { 0, 0, 1 },
        };
        model.ExportTrainingStep(_folder["step.onnx"], x: x, y: y, sampleWeight: new float[] { 1, 2 });

        using var step = new SavedStep(_folder["step.onnx"]);
        Assert.Equal(
            [("inputs/x", "uint8"), ("targets/y", "float32"), ("sample_weights/y", "float32")],
            step.Listed("inputs").Select(i => ((string)i["name"]!, (string)i["type"]!))
        );
        double loss = step.Run(
            ConstantTensor.Of<byte>(new byte[8], 2, 4),
            ConstantTensor.Of<float>([1, 0, 0, 0, 0, 1], 2, 3),
            ConstantTensor.Of<float>([0, 0], 2)
        )[0];
        Assert.Equal(0, loss);
    }

    [Fact]
    public void ABatchOfOneSizeIsWrittenWithNumbers()
    {
        using var model = Make("dropout");
        model.ExportTrainingStep(_folder["step.onnx"], batchSize: 7);

        var file = ModelDescription.Load(_folder["step.onnx"]);
        Assert.Equal("(7, 4)", file.Inputs[0].Shape!.ToString());
        Assert.Equal("(7, 16)", file.Inputs[^1].Shape!.ToString());
    }

    [Fact]
    public void AGradientThatNeedsTheBatchSaysSo()
    {
        using var model = new Sequential([
            new Input(4) { Name = "x" },
            new Dense(2, name: "hidden"),
            new ProductOfBatch(),
            new Dense(1, name: "y"),
        ]);
        model.Compile("adam", "mse");

        Says<ArgumentException>(model, "a number of examples was expected. Give batchSize: 32");
        model.ExportTrainingStep(_folder["step.onnx"], batchSize: 3);

        using var step = new SavedStep(_folder["step.onnx"]);
        Assert.True(double.IsFinite(step.Run(LayerInput(3, 4), LayerInput(3, 1))[0]));
    }

    [Fact]
    public void AnInputForSoManyExamplesDecides()
    {
        using var model = Make("stateful");
        Says<ArgumentException>(model, "was made for batches of 12; that number was expected", batchSize: 5);
        Assert.Empty(_folder.Files);

        model.ExportTrainingStep(_folder["step.onnx"]);
        using var step = new SavedStep(_folder["step.onnx"]);
        var carried = step.Listed("states").Where(s => (string)s["role"]! == "carried").ToArray();
        Assert.All(carried, s => Assert.StartsWith("carried/", (string)s["input"]!, StringComparison.Ordinal));
        Assert.All(carried, s => Assert.Equal((string)s["input"]! + ".next", (string)s["output"]!));
        Assert.Single(carried);
    }

    [Fact]
    public void WithoutAWordFromTheModelNothingIsWritten()
    {
        using var model = Network("dense");
        Says<InvalidOperationException>(model, "before Compile");
        model.Compile("adam", "sparse_categorical_crossentropy");
        Says<ArgumentException>(model, "ends with .onnx was expected", "step.txt");
        Says<ArgumentOutOfRangeException>(model, "batchSize of 0 came; 1 or more was expected", batchSize: 0);
        Says<ArgumentOutOfRangeException>(model, "An opset of 16 came; 17 to 21", opset: 16);
        Says<ArgumentException>(model, "Of x, y and sampleWeight only some came", x: new float[1, 4]);
        Says<DirectoryNotFoundException>(model, "one that is was expected", Path.Combine("none", "step.onnx"));
        Assert.Contains(
            "two files were expected",
            Assert
                .Throws<ArgumentException>(() =>
                    model.ExportTrainingStep(_folder["a.onnx"], predictPath: _folder["a.onnx"])
                )
                .Message,
            StringComparison.Ordinal
        );
        model.Compile("adam", new Kerasharp.Losses.CTC());
        Says<ArgumentException>(model, "Give x and y");
        using var bare = new Sequential([new Dense(2)]);
        bare.Compile("adam", "mse");
        Says<InvalidOperationException>(bare, "Put an Input first");
        Assert.Empty(_folder.Files);
    }

    [Fact]
    public void AFileThatCannotBeWrittenLeavesTheOthersAsTheyWere()
    {
        using var model = Make("dense");
        model.ExportTrainingStep(_folder["step.onnx"]);
        byte[] former = File.ReadAllBytes(_folder["step.safetensors"]);
        model.SetWeights([.. model.GetWeights().Select(w => System.Numerics.Tensors.Tensor.Add(w, 1f))]);
        File.Delete(_folder["step.onnx"]);
        Directory.CreateDirectory(_folder["step.onnx"]);

        Assert.ThrowsAny<Exception>(() => model.ExportTrainingStep(_folder["step.onnx"]));

        Assert.Equal(former, File.ReadAllBytes(_folder["step.safetensors"]));
        Assert.Equal(["step.safetensors"], _folder.Files);
    }

    [Fact]
    public void StatesOfAnotherModelAreRefused()
    {
        using var model = Make("dense");
        using var other = Make("dropout");
        other.ExportTrainingStep(_folder["other.onnx"]);
        byte[] before = model.Weights[0].ReadLogical();

        Says("weights/hidden/kernel' (4, 16) of Float32; the model", _folder["other.safetensors"]);
        model.SaveWeights(_folder["weights.safetensors"]);
        Says("Read files that hold weights alone by LoadWeights", _folder["weights.safetensors"]);
        SafeTensorsFile.Write(
            _folder["none.safetensors"],
            [new SafeTensorEntry("random", ElementType.Int64, [2], new byte[16])]
        );
        Says("no weight among them", _folder["none.safetensors"]);
        Assert.Equal(before, model.Weights[0].ReadLogical());
        using var bare = Network("dense");
        Assert.Throws<InvalidOperationException>(() => bare.LoadTrainingState(_folder["other.safetensors"]));

        void Says(string part, string path) =>
            Assert.Contains(
                part,
                Assert.Throws<ArgumentException>(() => model.LoadTrainingState(path)).Message,
                StringComparison.Ordinal
            );
    }

    private void Says<T>(
        Model model,
        string part,
        string file = "step.onnx",
        int? batchSize = null,
        int opset = 18,
        TensorDataList? x = null
    )
        where T : Exception =>
        Assert.Contains(
            part,
            Assert.ThrowsAny<T>(() => model.ExportTrainingStep(_folder[file], batchSize, opset, x)).Message,
            StringComparison.Ordinal
        );

    private static Optimizer OptimizerOf(string name) =>
        name switch
        {
            "momentum" => new SGD(0.05, momentum: 0.9, nesterov: true, clipnorm: 1),
            "schedule" => new Adam(new ExponentialDecay(0.1, 2, 0.5)),
            "adamw" => new AdamW(0.01, useEma: true),
            "accumulation" => new RMSprop(0.01, gradientAccumulationSteps: 2),
            "loss scale" => new LossScaleOptimizer(new Adam(0.01)),
            _ => new Ftrl(0.1),
        };

    private static Model Make(string name)
    {
        var model = Network(name);
        model.Compile("adam", "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        return model;
    }

    /// <summary>Each with first weights that are always the same.</summary>
    private static Sequential Network(string name)
    {
        Layer[] layers = name switch
        {
            "dense" =>
            [
                new Input(4) { Name = "flower" },
                new Dense(8, activation: "relu", name: "hidden"),
                new Dense(3, activation: "softmax", name: "kind"),
            ],
            "dropout" =>
            [
                new Input(4) { Name = "flower" },
                new Dense(16, activation: "relu", name: "hidden"),
                new Dropout(0.4),
                new Dense(3, activation: "softmax", name: "kind"),
            ],
            "convnet" =>
            [
                new Input(8, 8, 1) { Name = "image" },
                new Conv2D(4, 3, useBias: false, name: "conv"),
                new BatchNormalization(),
                new ReLU(),
                new MaxPooling2D(2),
                new Flatten(),
                new Dropout(0.2),
                new Dense(3, activation: "softmax", name: "kind"),
            ],
            "embedding" =>
            [
                new Input(6) { Name = "words", ElementType = ElementType.Int32 },
                new Embedding(9, 5),
                new GlobalAveragePooling1D(),
                new Dense(3, activation: "softmax", name: "kind"),
            ],
            "stateful" =>
            [
                new Input(6, 3) { Name = "series", BatchSize = Rows },
                new GRU(5, stateful: true),
                new Dense(3, activation: "softmax", name: "kind"),
            ],
            "lstm" =>
            [
                new Input(6, 3) { Name = "series" },
                new LSTM(5, dropout: 0.2),
                new Dense(3, activation: "softmax", name: "kind"),
            ],
            _ =>
            [
                new Input(5, 8) { Name = "tokens" },
                new TransformerEncoder(16, 2, dropout: 0.1),
                new GlobalAveragePooling1D(),
                new Dense(3, activation: "softmax", name: "kind"),
            ],
        };
        var model = new Sequential([.. layers]);
        model.SetWeights([
            .. model
                .GetWeights()
                .Select(
                    (w, i) =>
                    {
                        bool isMade = model.Weights[i].Name is "gamma" or "moving_variance";
                        return isMade
                            ? w
                            : System.Numerics.Tensors.Tensor.Create(
                                Numbers((int)w.FlattenedLength, (ulong)i + 1).Select(v => v * 0.3f).ToArray(),
                                [.. w.Lengths]
                            );
                    }
                ),
        ]);
        return model;
    }

    private static (
        (ConstantTensor Tensor, TensorDataList Data) X,
        (ConstantTensor Tensor, TensorDataList Data) Y
    ) Data(Model model, int rows)
    {
        var input = model.Inputs[0];
        long[] dims = [rows, .. input.Shape.Skip(1).Select(d => d.Value)];
        int count = (int)dims.Aggregate(1L, (a, b) => a * b);
        int[] labels = [.. Enumerable.Range(0, rows).Select(i => i % 3)];
        var y = ConstantTensor.Of<int>(labels, rows);
        var x =
            input.ElementType == ElementType.Int32
                ? ConstantTensor.Of<int>([.. Enumerable.Range(0, count).Select(i => i * 7 % 9)], dims)
                : ConstantTensor.Of<float>(Numbers(count, 99), dims);
        return ((x, ToData(x)), (y, ToData(y)));
    }

    private static ConstantTensor LayerInput(params long[] dims) =>
        ConstantTensor.Of<float>(Numbers((int)dims.Aggregate(1L, (a, b) => a * b), (ulong)dims[^1]), dims);

    private static ConstantTensor Part(ConstantTensor all, int from, int to)
    {
        int each = all.Count / (int)all.Shape[0].Value;
        return ConstantTensor.Of<float>(
            all.As<float>()[(from * each)..(to * each)],
            [to - from, .. all.Shape.ToArray()[1..]]
        );
    }

    private static TensorDataList ToData(ConstantTensor tensor)
    {
        nint[] lengths = [.. tensor.Shape.ToArray().Select(d => (nint)d)];
        return tensor.Type == ElementType.Int32
            ? System.Numerics.Tensors.Tensor.Create(tensor.As<int>().ToArray(), lengths)
            : System.Numerics.Tensors.Tensor.Create(tensor.As<float>().ToArray(), lengths);
    }

    private static float[] Numbers(int count, ulong seed) => Layers.LayerHarness.Normal(count, seed);

    private static void AssertSame(
        IReadOnlyList<System.Numerics.Tensors.Tensor<float>> expected,
        IReadOnlyList<System.Numerics.Tensors.Tensor<float>> actual,
        float tolerance
    )
    {
        Assert.Equal(expected.Count, actual.Count);
        foreach (var (e, a) in expected.Zip(actual))
            Assert.All(e.ToFlat().Zip(a.ToFlat()), p => Assert.Equal(p.First, p.Second, tolerance));
    }

    private static IEnumerable<NodeProto> Nodes(GraphProto graph) =>
        graph.Node.SelectMany(n => n.Attribute.Where(a => a.G is not null).SelectMany(a => Nodes(a.G)).Prepend(n));

    /// <summary>A penalty of which the gradient goes through the whole batch, one example after the other.</summary>
    private sealed class ProductOfBatch : Layer
    {
        protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
        {
            context.AddLoss(Ops.Mean(new SymbolicTensor(Onnx.Operators.Op.ReduceProd(input.Value, [0]))));
            return input;
        }
    }
}
