using Kerasharp.Data;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Looking;

/// <summary>Counts pairs of true and predicted classes.</summary>
internal static class ConfusionCounting
{
    // A matrix has as many elements as the square of the number of classes.
    private const int MostClasses = 10_000;

    /// <summary>The counts, by true and predicted class.</summary>
    /// <param name="y">Class numbers or one-hot rows.</param>
    /// <param name="predicted">Scores by class, single probabilities, or class numbers.</param>
    /// <param name="classes">The number of classes; null for as many as there are in the arrays.</param>
    /// <param name="threshold">From where on a single probability means class 1.</param>
    public static long[,] Count(TensorData y, TensorData predicted, int? classes, double threshold)
    {
        ArgumentNullException.ThrowIfNull(y);
        ArgumentNullException.ThrowIfNull(predicted);
        if (y.Count != predicted.Count)
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"y has {y.Count} examples and predicted {predicted.Count}; as many were expected. Give those of the same data."
                )
            );
        if (y.Count == 0)
            throw new ArgumentException(
                "Arrays of no examples came; at least one was expected to compare. Give the true classes and what the model predicts."
            );
        int[] truth = Classes(y, "y", null);
        int[] guesses = Classes(predicted, "predicted", threshold);
        int widest = Math.Max(Width(y), Width(predicted));
        int found = Math.Max(widest, Math.Max(truth.Max(), guesses.Max()) + 1);
        if (widest == 1)
            found = Math.Max(2, found);
        int count = classes ?? found;
        if (found > count)
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"Classes up to number {found - 1} came with {count} names; a name for each of the {found} was expected. Give all names, or number the classes from 0."
                )
            );
        var counts = new long[count, count];
        for (int i = 0; i < truth.Length; i++)
            counts[truth[i], guesses[i]]++;
        return counts;
    }

    private static int Width(TensorData data) => checked((int)data.RowLength);

    private static int[] Classes(TensorData data, string name, double? threshold)
    {
        if (data.Shape.Rank > 2)
            throw new ArgumentException(
                $"{name} came with the shape {data.Shape}; (n,), (n, 1) or (n, classes) was expected. Lay the examples out in one dimension."
            );
        if (data.RowLength is 0 or > MostClasses)
            throw new ArgumentException(
                $"{name} came with the shape {data.Shape}; 1 to 10,000 classes were expected. Give class numbers, or scores of so many classes."
            );
        var numbers = new double[checked(data.Count * data.RowLength)];
        using (var reader = new ElementReader(data))
            reader.Read<double>(0, numbers);
        if (Array.FindIndex(numbers, n => !double.IsFinite(n)) is >= 0 and int at)
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"{name} has {numbers[at]} in example {at / data.RowLength}; finite numbers were expected. Look for where it comes from, as a learning rate that is too high."
                )
            );
        return data.RowLength > 1 ? Greatest(numbers, Width(data)) : Single(numbers, name, threshold);
    }

    private static int[] Greatest(double[] numbers, int width)
    {
        var classes = new int[numbers.Length / width];
        for (int i = 0; i < classes.Length; i++)
        {
            var row = numbers.AsSpan(i * width, width);
            for (int j = 1; j < width; j++)
                if (row[j] > row[classes[i]])
                    classes[i] = j;
        }
        return classes;
    }

    private static int[] Single(double[] numbers, string name, double? threshold)
    {
        if (Array.TrueForAll(numbers, n => double.IsInteger(n) && n is >= 0 and < MostClasses))
            return Array.ConvertAll(numbers, n => (int)n);
        if (threshold is { } limit && Array.TrueForAll(numbers, n => n is >= 0 and <= 1))
            return Array.ConvertAll(numbers, n => n > limit ? 1 : 0);
        double wrong = numbers.First(n => !(double.IsInteger(n) && n is >= 0 and < MostClasses));
        throw new ArgumentException(
            threshold is null
                ? FormattableString.Invariant(
                    $"{name} has the class {wrong}; whole numbers from 0 to 9,999 were expected. Number the classes 0, 1, 2, …"
                )
                : FormattableString.Invariant(
                    $"{name} has one number for each example, {wrong} among them; probabilities from 0 to 1, or class numbers from 0 to 9,999, were expected. Apply a sigmoid to logits first."
                )
        );
    }
}
