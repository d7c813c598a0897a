using Kerasharp.Generation;
using Kerasharp.Initializers;
using Kerasharp.Layers;
using Kerasharp.Losses;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Optimizers;
using Kerasharp.Tests.Shared;

namespace Kerasharp.Tests.Generation;

/// <summary>One character model in all its forms writes the same.</summary>
public sealed class TokenGenerationTests : IDisposable
{
    private const int Units = 24;
    private const string Text = "she sells sea shells by the sea shore; ";

    private static readonly char[] Characters = [.. Text.Distinct().Order()];
    private static readonly int[] Prompt = Encode("she ");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void All_forms_write_the_same()
    {
        // A model that has learned by windows; one that keeps its states; one whose states are inputs and outputs, of the same layers.
        var (embedding, lstm, dense) = (
            new Embedding(Characters.Length, 8, new RandomUniform(seed: 1)),
            new LSTM(
                Units,
                kernelInitializer: new GlorotUniform(seed: 2),
                recurrentInitializer: new Orthogonal(seed: 3),
                returnSequences: true,
                returnState: true,
                name: "memory"
            ),
            new Dense(Characters.Length, kernelInitializer: new GlorotUniform(seed: 4), name: "scores")
        );
        using var trained = Learned(embedding, lstm, dense);
        using var stateful = Stateful();
        stateful.SetWeights(trained.GetWeights());
        var token = Tokens(-1, name: "token");
        SymbolicTensor h = new Input(Units) { Name = "h" };
        SymbolicTensor c = new Input(Units) { Name = "c" };
        var steps = lstm.Apply(embedding.Apply(token), [h, c]);
        using var explicitly = new Model([token, h, c], [dense.Apply(steps[0]), steps[1], steps[2]]);
        stateful.Export(_folder["stateful.onnx"]);
        explicitly.Export(_folder["explicit.onnx"], opset: 17);
        using var statefulFile = OnnxModel.Load(_folder["stateful.onnx"]);
        using var explicitFile = OnnxModel.Load(_folder["explicit.onnx"]);

        string expected = Write(trained, Sampler.Greedy);
        Assert.Equal("sells sea shells by the sea shore; she sells", expected[..44]);
        foreach (var model in (Model[])[stateful, explicitly, statefulFile, explicitFile])
        {
            Assert.Equal(expected, Write(model, Sampler.Greedy));
            // Once more: it begins anew.
            Assert.Equal(expected, Write(model, Sampler.Greedy));
        }
        Assert.Equal(
            expected,
            Decode(
                NodeRunner.Write(
                    _folder["stateful.onnx"],
                    Prompt,
                    60,
                    ("memory/rnn_state", [1, Units]),
                    ("memory/rnn_state_1", [1, Units])
                )
            )
        );
        Assert.Equal(
            expected,
            Decode(NodeRunner.Write(_folder["explicit.onnx"], Prompt, 60, ("h", [1, Units]), ("c", [1, Units])))
        );

        string sampled = Write(trained, Random());
        Assert.NotEqual(expected, sampled);
        foreach (var model in (Model[])[stateful, explicitly, statefulFile, explicitFile])
            Assert.Equal(sampled, Write(model, Random()));

        static Sampler Random() => new(temperature: 4, topK: 5, seed: 4);
    }

    [Fact]
    public void A_window_is_filled_up_behind_the_text()
    {
        var (embedding, gru, dense) = (new Embedding(9, 4), new GRU(6, returnSequences: true), new Dense(9));
        var tokens = Tokens(5);
        using var model = new Model([tokens], [dense.Apply(gru.Apply(embedding.Apply(tokens)))]);
        var open = Tokens(-1);
        using var exact = new Model([open], [dense.Apply(gru.Apply(embedding.Apply(open)))]);
        List<int> text = [3, 1];
        int[] written = [.. model.Generate(text, Sampler.Greedy).Take(8)];
        foreach (int token in written)
        {
            int[] window = [.. text.TakeLast(5)];
            var scores = exact.Predict(new[] { window }).ToFlat()[^9..];
            Assert.Equal(Array.IndexOf(scores, scores.Max()), token);
            text.Add(token);
        }
    }

    [Fact]
    public void A_model_of_the_last_place_needs_a_full_window()
    {
        using var model = new Sequential([TokenInput(3), new Embedding(5, 2), new Flatten(), new Dense(5)]);
        Assert.Equal(4, model.Generate([1, 2, 3, 4]).Take(4).Count());
        Assert.StartsWith(
            $"A prompt of 2 tokens came for the model '{model.Name}', which says by 3 tokens what follows; as many were expected.",
            Assert.Throws<ArgumentException>(() => model.Generate([1, 2])).Message
        );
        using var memory = new Sequential([TokenInput(-1), new Embedding(5, 2), new SimpleRNN(4), new Dense(5)]);
        Assert.Equal(2, memory.Generate([1]).Take(2).Count());
    }

    [Fact]
    public async Task Tokens_come_asynchronously_until_they_are_cancelled()
    {
        using var model = Stateful();
        var cancellation = TestContext.Current.CancellationToken;
        using var source = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var written = new List<int>();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (int token in model.GenerateAsync(Prompt, Sampler.Greedy, source.Token))
            {
                written.Add(token);
                if (written.Count == 5)
                    await source.CancelAsync();
            }
        });
        Assert.Equal(model.Generate(Prompt, Sampler.Greedy).Take(5), written);
    }

    [Fact]
    public void What_cannot_write_is_refused()
    {
        using var model = Stateful();
        Assert.StartsWith(
            $"An empty prompt came for the model '{model.Name}'; at least one token",
            Assert.Throws<ArgumentException>(() => model.Generate([])).Message
        );
        Assert.Contains(
            $"{Characters.Length}",
            Assert.Throws<ArgumentException>(() => model.Generate([Characters.Length]).First()).Message
        );
        using var open = new Sequential([new Dense(3)]);
        Refuses(open, "was to write before its inputs are known");
        using var dense = new Sequential([new Input(4), new Dense(3), new Reshape([3, 1, 1])]);
        Refuses(dense, "takes (None, 4) and gives (None, 3, 1, 1); tokens (batch, time) and scores");
        using var two = Stateful(batch: 2);
        Refuses(two, "takes batches of 2; batches of 1 were expected");
        using var long_ = Stateful(time: 7);
        Refuses(long_, "keeps states and takes (1, 7), so many tokens at once; one at a time was expected");

        static void Refuses(Model model, string message) =>
            Assert.Contains(message, Assert.Throws<ArgumentException>(() => model.Generate([0])).Message);
    }

    private static Model Learned(Embedding embedding, LSTM lstm, Dense dense)
    {
        var tokens = Tokens(-1);
        var model = new Model([tokens], [dense.Apply(lstm.Apply([embedding.Apply(tokens)])[0])]);
        int[] text = Encode(string.Concat(Enumerable.Repeat(Text, 3)));
        const int Length = 30;
        int[][] x = [.. Enumerable.Range(0, Text.Length).Select(i => text[i..(i + Length)])];
        int[][] y = [.. Enumerable.Range(0, Text.Length).Select(i => text[(i + 1)..(i + 1 + Length)])];
        model.Compile(new Adam(0.02), new SparseCategoricalCrossentropy(fromLogits: true));
        var history = model.Fit(x, y, batchSize: 13, epochs: 40, shuffle: false, verbose: 0);
        Assert.True(history["loss"][^1] < 0.3, $"loss {history["loss"][^1]}");
        return model;
    }

    private static Sequential Stateful(int batch = 1, int time = -1) =>
        new([
            new Input(time)
            {
                ElementType = ElementType.Int32,
                BatchSize = batch,
                Name = "token",
            },
            new Embedding(Characters.Length, 8),
            new LSTM(Units, returnSequences: true, stateful: true, name: "memory"),
            new Dense(Characters.Length, name: "scores"),
        ]);

    private static Input TokenInput(int time) => new(time) { ElementType = ElementType.Int32 };

    private static SymbolicTensor Tokens(int time, string? name = null) =>
        name is null ? TokenInput(time) : new Input(time) { ElementType = ElementType.Int32, Name = name };

    private static string Write(Model model, Sampler sampler) => Decode([.. model.Generate(Prompt, sampler).Take(60)]);

    private static int[] Encode(string text) => [.. text.Select(c => Array.IndexOf(Characters, c))];

    private static string Decode(int[] tokens) => string.Concat(tokens.Select(t => Characters[t]));
}
