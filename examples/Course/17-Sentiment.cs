using System.Buffers;
using System.Diagnostics;
using System.Numerics.Tensors;
using Kerasharp;
using Kerasharp.Callbacks;
using Kerasharp.Data;
using Kerasharp.Datasets;
using Kerasharp.Layers;
using Kerasharp.Looking;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Optimizers;

namespace Course;

/// <summary>
/// Is a sentence of a film review praise or blame? Words become vectors, an LSTM reads them both ways, and what it has in mind at its ends
/// is judged; or, with attention, the mean of what it had in mind at each word, weighed by how telling that is. Eight thousand sentences are
/// few: the network knows them by heart within a few epochs, so dropout and early stopping decide.
/// </summary>
internal static class Sentiment
{
    // Nine in ten sentences have at most 34 words; of the others the end is cut off.
    private const int Length = 40;

    public static void Run(bool quick)
    {
        int[] seeds = quick ? [1] : [1, 2, 3];
        var accuracies = new Dictionary<string, List<double>> { ["last states"] = [], ["attention pooling"] = [] };
        var curves = new List<Series>();
        Console.WriteLine("                    seed  words   epochs   best validation   held-out tenth   seconds");
        foreach (int seed in seeds)
        {
            // Each seed holds out another tenth; what remains gives a tenth to decide when to stop.
            var (known, test) = SentencePolarity.Load(testFraction: 0.1, seed);
            int held = known.Count / 10;
            var (train, valid) = (Part(known, ..^held), Part(known, ^held..));
            if (quick)
                (train, valid, test) = (Part(train, ..256), Part(valid, ..128), Part(test, ..128));

            // The vocabulary is that of the sentences to learn from: words that are only in others are unknown. Words and punctuation stand
            // between spaces already, in lower case.
            var vectorize = new TextVectorization(
                maxTokens: 15_000,
                standardize: TextStandardizer.None,
                outputSequenceLength: Length
            );
            vectorize.Adapt(train.X);
            foreach (string kind in accuracies.Keys)
                Train(kind, seed, vectorize, train, valid, test);
        }
        Console.WriteLine();
        foreach (var (kind, values) in accuracies)
            Console.WriteLine(
                FormattableString.Invariant(
                    $"{kind}: {values.Average():P1} of held-out sentences right, the mean of {values.Count}"
                )
            );
        Charts.Lines("sentiment.svg", curves, title: "The first seed", xLabel: "epoch", yLabel: "accuracy");
        Console.WriteLine("sentiment.svg was written.");

        void Train(
            string kind,
            int seed,
            TextVectorization vectorize,
            LabeledData<string, int> train,
            LabeledData<string, int> valid,
            LabeledData<string, int> test
        )
        {
            var watch = Stopwatch.StartNew();
            Utils.SetRandomSeed(seed);
            bool attends = kind == "attention pooling";
            var network = Network(vectorize.VocabularySize, attends);
            using var model = network.Model;
            using var weights = network.Weights;
            model.Compile(new Adam(1e-3), loss: "binary_crossentropy", metrics: ["accuracy"]);
            var history = model.Fit(
                vectorize.Apply(train.X),
                train.Y,
                batchSize: 32,
                epochs: quick ? 1 : 10,
                validationData: (vectorize.Apply(valid.X), valid.Y),
                callbacks: [new EarlyStopping(patience: 1, restoreBestWeights: true)],
                verbose: 0
            );
            double right = model.Evaluate(vectorize.Apply(test.X), test.Y, batchSize: 256, verbose: 0)["accuracy"];
            accuracies[kind].Add(right);
            var losses = history["val_loss"];
            int best = losses.ToList().IndexOf(losses.Min());
            Console.WriteLine(
                FormattableString.Invariant(
                    $"{kind, -20} {seed, 3} {vectorize.VocabularySize, 6} {losses.Count, 8} {history["val_accuracy"][best], 17:P1} {right, 16:P1} {watch.Elapsed.TotalSeconds, 9:F0}"
                )
            );
            if (seed == seeds[0])
            {
                int color = attends ? 1 : 0;
                curves.Add(new Series($"{kind}: training", history["accuracy"], dashed: true) { Color = color });
                curves.Add(new Series($"{kind}: validation", history["val_accuracy"]) { Color = color });
                if (weights is not null)
                    Show(model, weights, vectorize, test);
            }
        }
    }

    /// <summary>The network, and one that gives the weights of its attention, if it has that.</summary>
    private static (Model Model, Model? Weights) Network(int words, bool attends)
    {
        const int Units = 32;
        SymbolicTensor x = new Input(Length) { ElementType = ElementType.Int64 };
        // Place 0 fills sentences up. The mask lets all that follows pass over it.
        var h = new Embedding(words, 64, maskZero: true).Apply(x);
        // Drops the same numbers of all words' vectors of a sentence: single ones could be guessed from their neighbours.
        h = new SpatialDropout1D(0.3).Apply(h);
        h = new Bidirectional(new LSTM(Units, returnSequences: attends)).Apply(h);
        SymbolicTensor? weights = null;
        if (attends)
        {
            weights = new AttentionWeights(Units).Apply(h);
            h = new Dot(axes: 1).Apply([weights, h]);
        }
        h = new Dropout(0.5).Apply(h);
        var y = new Dense(1, activation: "sigmoid").Apply(h);
        return (new Model(x, y), weights is null ? null : new Model(x, weights));
    }

    /// <summary>Says of a few short sentences what the model thinks, and how much of its attention each word got, in percent.</summary>
    private static void Show(Model model, Model weights, TextVectorization vectorize, LabeledData<string, int> test)
    {
        int[] chosen = [.. Enumerable.Range(0, test.Count).Where(i => IsShort(test.X[i])).Take(6)];
        string[] sentences = [.. chosen.Select(i => test.X[i])];
        var x = vectorize.Apply(sentences);
        var (judged, shares) = (model.Predict(x), weights.Predict(x));
        Console.WriteLine("  Sentences of the held-out tenth, and how much attention each word got, in percent:");
        for (int i = 0; i < sentences.Length; i++)
        {
            string[] words = sentences[i].Split(' ');
            var seen = words.Select((word, j) => FormattableString.Invariant($"{word} {100 * shares[i, j]:F0}"));
            Console.WriteLine(
                FormattableString.Invariant(
                    $"  {judged[i, 0], 4:P0} praise, is {SentencePolarity.ClassNames[test.Y[chosen[i]]]}:  {string.Join("  ", seen)}"
                )
            );
        }

        static bool IsShort(string sentence) => sentence.Count(c => c == ' ') is >= 5 and <= 11;
    }

    private static LabeledData<string, int> Part(LabeledData<string, int> data, NRange range) =>
        new(data.X[range], data.Y[range]);

    /// <summary>
    /// Weights (batch, time) for the elements of a sequence (batch, time, features): a learned query is compared with a key of each element,
    /// tanh(x · kernel + bias), and softmax makes weights of these scores. Elements that the mask leaves out get 0.
    /// </summary>
    private sealed class AttentionWeights(int units) : Layer
    {
        private Weight _kernel = null!;
        private Weight _bias = null!;
        private Weight _query = null!;

        protected override void Build(Shape input)
        {
            _kernel = AddWeight("kernel", [input[-1].Value, units]);
            _bias = AddWeight("bias", [units], "zeros");
            _query = AddWeight("query", [units, 1]);
        }

        protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
        {
            var keys = Ops.Tanh(Ops.Matmul(input, context[_kernel]) + context[_bias]);
            var scores = Ops.Squeeze(Ops.Matmul(keys, context[_query]), -1);
            if (context.GetMask(input) is { } mask)
                scores = Ops.Where(mask, scores, Ops.Constant(-1e9, scores));
            return Ops.Softmax(scores);
        }
    }
}
