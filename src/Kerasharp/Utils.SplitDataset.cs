using Kerasharp.Data;

namespace Kerasharp;

public static partial class Utils
{
    /// <summary>Cuts a data set in two, as for training and validation.</summary>
    /// <param name="dataset">The elements; those of its first pass are what is cut. Unless they are arrays or lists, they are read into memory.</param>
    /// <param name="leftSize">How many come to the left part: a part of 1 (0.8), or a number. By default what the right one leaves.</param>
    /// <param name="rightSize">Likewise for the right part.</param>
    /// <param name="shuffle">Whether the elements are put in random order before.</param>
    /// <param name="seed">Decides the order; by default the next seed of <see cref="SetRandomSeed"/>'s stream.</param>
    /// <exception cref="ArgumentException">A size is out of its range, both are missing, they are more than there is, or a part would be empty.</exception>
    /// <remarks>Keras: <c>keras.utils.split_dataset</c>.</remarks>
    /// <example><code>var (train, test) = Utils.SplitDataset(Dataset.FromTensors(x, y), leftSize: 0.8, shuffle: true, seed: 1);</code></example>
    public static (Dataset<T> Left, Dataset<T> Right) SplitDataset<T>(
        Dataset<T> dataset,
        PartSize? leftSize = null,
        PartSize? rightSize = null,
        bool shuffle = false,
        int? seed = null
    )
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (leftSize is null && rightSize is null)
            throw new ArgumentException(
                "Neither leftSize nor rightSize came; one was expected. Give the size of a part, leftSize: 0.8 say."
            );
        if (dataset.IsInfinite)
            throw new ArgumentException(
                "A data set without end came; one with an end was expected. Call Take before, or leave out Repeat."
            );
        var elements = dataset.Access(0) ?? new ListElements<T>(ReadAll(dataset));
        int? left = leftSize?.Of(elements.Count, nameof(leftSize));
        int? right = rightSize?.Of(elements.Count, nameof(rightSize));
        left ??= elements.Count - right!.Value;
        right ??= elements.Count - left.Value;
        if (left < 1 || right < 1 || left + right > elements.Count)
            throw new ArgumentException(
                $"Parts of {left} and {right} elements came for {elements.Count}; at least one in each was expected, and no more than there are. Give other sizes."
            );
        if (shuffle)
            elements = new ElementsDataset<T>(elements).Shuffle(elements.Count, seed).Access(0)!;
        return (
            new ElementsDataset<T>(elements.Choose([.. Enumerable.Range(0, left.Value)])),
            new ElementsDataset<T>(elements.Choose([.. Enumerable.Range(elements.Count - right.Value, right.Value)]))
        );
    }

    /// <summary>Cuts arrays in two.</summary>
    /// <param name="x">The inputs.</param>
    /// <param name="y">The targets, if there are any.</param>
    /// <param name="leftSize">How many examples come to the left part: a part of 1 (0.8), or a number.</param>
    /// <param name="rightSize">Likewise for the right part.</param>
    /// <param name="shuffle">Whether the examples are put in random order before.</param>
    /// <param name="seed">Decides the order.</param>
    /// <exception cref="ArgumentException">As for data sets, or the arrays do not have as many rows.</exception>
    /// <example><code>var (train, test) = Utils.SplitDataset(x, y, leftSize: 0.8);</code></example>
    public static (Dataset<Sample> Left, Dataset<Sample> Right) SplitDataset(
        TensorDataList x,
        TensorDataList? y,
        PartSize? leftSize = null,
        PartSize? rightSize = null,
        bool shuffle = false,
        int? seed = null
    ) => SplitDataset(Dataset.FromTensors(x, y), leftSize, rightSize, shuffle, seed);

    private static List<T> ReadAll<T>(Dataset<T> dataset)
    {
        var all = new List<T>();
        using var elements = dataset.Open(0);
        while (elements.MoveNext())
            all.Add(elements.Current);
        return all;
    }
}
