using Kerasharp;
using Kerasharp.Callbacks;
using Kerasharp.Data;
using Kerasharp.Layers;
using Kerasharp.Looking;

namespace Course;

/// <summary>
/// From a file of numbers to a model and a report about it: which of 768 women get diabetes, by eight measurements. Gaps are filled,
/// columns brought to one scale, the rarer class counts more, and training ends where it no longer helps.
/// </summary>
internal static class TableToModel
{
    /// <summary>Glucose, blood pressure, skin fold, insulin and body mass index: a 0 there was not measured.</summary>
    private static readonly int[] WithGaps = [1, 2, 3, 4, 5];

    private static readonly string[] Metrics = ["accuracy", "auc", "precision", "recall"];

    public static void Run(bool quick)
    {
        string data = Environment.GetEnvironmentVariable("KERASHARP_DATA") ?? "data";
        string path = Path.Combine(data, "tabular", "pima-indians-diabetes.csv");
        // Pregnancies, the five above, family history, age; and 1 for diabetes.
        var rows = Dataset.FromCsv(path, labelColumn: -1, hasHeader: false);
        int healthy = rows.Count(row => row.Y![0].ToScalar<int>() == 0);
        Console.WriteLine(
            FormattableString.Invariant(
                $"{rows.Count()} rows; who said 'healthy' of everybody would be right in {(double)healthy / rows.Count():P1}"
            )
        );

        // A quarter is kept to judge by. Those are 192 women, so few that chance moves the result by some points: ten divisions say more
        // than one.
        int divisions = quick ? 1 : 10;
        Console.WriteLine($"means over {divisions} divisions, and the accuracy of each:");
        Console.WriteLine("                      accuracy     auc  precision  recall");
        foreach (bool weighted in (bool[])[true, false])
        {
            var scores = Enumerable.Range(1, divisions).Select(seed => Train(rows, seed, weighted, quick)).ToList();
            var means = Metrics.Select(m => scores.Average(s => s[m])).ToArray();
            string each = string.Join(
                " ",
                scores.Select(s => FormattableString.Invariant($"{100 * s["accuracy"]:F0}"))
            );
            Console.WriteLine(
                FormattableString.Invariant(
                    $"{(weighted ? "with class weights" : "without them"), -20} {means[0], 9:P1} {means[1], 7:F3} {means[2], 10:P1} {means[3], 7:P1}  {each}"
                )
            );
        }
        Console.WriteLine(
            "With the weights more of those who get diabetes are found, and more are alarmed for nothing."
        );
        Console.WriteLine("diabetes-confusion.svg and diabetes.html were written; open the latter in a browser.");
    }

    private static IReadOnlyDictionary<string, double> Train(Dataset<Sample> rows, int seed, bool weighted, bool quick)
    {
        Utils.SetRandomSeed(seed);
        var (known, kept) = Utils.SplitDataset(rows, rightSize: 0.25, shuffle: true, seed: seed);
        var (left, right) = Utils.SplitDataset(known, rightSize: 0.2);

        // What fills the gaps and what scales the columns is taken from the training part alone: the others are not to be looked at.
        var medians = Medians(left);
        var (train, validation, test) = (All(left), All(right), All(kept));
        var normalization = new Normalization();
        normalization.Adapt(train.X[0]);

        using var model = new Sequential(
            [
                new Input(8),
                normalization,
                new Dense(16, activation: "relu"),
                new Dropout(0.3),
                new Dense(1, activation: "sigmoid"),
            ],
            name: "diabetes"
        );
        model.Compile(optimizer: "adam", loss: "binary_crossentropy", metrics: [.. Metrics]);
        var history = model.Fit(
            train.X,
            train.Y!,
            batchSize: 16,
            epochs: quick ? 5 : 200,
            validationData: (validation.X, validation.Y!),
            classWeight: weighted ? ClassWeights(train) : null,
            callbacks: [new EarlyStopping(patience: 15, restoreBestWeights: true)],
            verbose: 0
        );
        if (weighted && seed == 1)
            Report(model, history, test);
        return model.Evaluate(test.X, test.Y!, verbose: 0);

        // All rows of a part as one batch, whose arrays Fit takes.
        Batch All(Dataset<Sample> part) => part.Map(Filled).Batch(1000).Single();

        Sample Filled(Sample row)
        {
            var x = row.X[0].ToArray<float>();
            foreach (int column in WithGaps)
                if (x[column] == 0)
                    x[column] = medians[column];
            return row with { X = x };
        }
    }

    /// <summary>What the middle one of those who were measured has, for each column with gaps.</summary>
    private static Dictionary<int, float> Medians(Dataset<Sample> rows)
    {
        var all = rows.Select(r => r.X[0].ToArray<float>()).ToList();
        return WithGaps.ToDictionary(
            column => column,
            column =>
            {
                var measured = all.Select(x => x[column]).Where(v => v != 0).Order().ToArray();
                return measured[measured.Length / 2];
            }
        );
    }

    /// <summary>Weights by which both classes count alike in all, though one is rarer.</summary>
    private static Dictionary<int, double> ClassWeights(Batch train)
    {
        var y = train.Y![0].ToArray<int>();
        return new() { [0] = y.Length / (2.0 * y.Count(c => c == 0)), [1] = y.Length / (2.0 * y.Count(c => c == 1)) };
    }

    private static void Report(Model model, History history, Batch test)
    {
        var confusion = new ConfusionMatrix(test.Y![0], model.Predict(test.X), ["healthy", "diabetes"]);
        confusion.Plot("diabetes-confusion.svg");
        history.Report(
            "diabetes.html",
            title: "Diabetes by eight measurements",
            notes: "Gaps are filled with medians; class weights make both classes count alike. The confusion matrix is that of the 192 rows kept apart.",
            confusion: confusion
        );
    }
}
