using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Data;

/// <summary>Puts samples together to a batch.</summary>
internal static class SampleStack
{
    /// <summary>A batch of samples.</summary>
    /// <param name="samples">The samples, at least one.</param>
    /// <param name="first">The number of the first in its pass, for messages.</param>
    /// <param name="padding">What fills up arrays that are shorter than others; null where all must be of one shape.</param>
    /// <exception cref="DatasetException">They do not fit together.</exception>
    public static Batch Of(IReadOnlyList<Sample> samples, long first, double? padding = null) =>
        new(
            Stack("x", s => s.X, samples, first, padding)!,
            Stack("y", s => s.Y, samples, first, padding),
            Stack("sampleWeight", s => s.SampleWeight, samples, first, padding)
        );

    private static TensorDataList? Stack(
        string name,
        Func<Sample, SampleDataList?> part,
        IReadOnlyList<Sample> samples,
        long first,
        double? padding
    )
    {
        var lists = new TensorDataList?[samples.Count];
        for (int i = 0; i < lists.Length; i++)
        {
            var sample = samples[i] ?? throw Misfit(first + i, "as null", "a sample");
            lists[i] = part(sample)?.Rows;
            if (lists[i]?.Count != lists[0]?.Count || !SameNames(lists[i]?.Names, lists[0]?.Names))
                throw Misfit(
                    first + i,
                    $"with {Describe(lists[i])} in {name}",
                    $"{Describe(lists[0])}, as in element {first}"
                );
        }
        return lists[0]
            ?.Convert(
                (_, place) =>
                    Stack(lists[0]!.Label(name, place), Array.ConvertAll(lists, l => l![place]), first, padding)
            );
    }

    private static ArrayData Stack(string name, TensorData[] rows, long first, double? padding)
    {
        var model = rows[0];
        bool same = true;
        for (int i = 1; i < rows.Length; i++)
        {
            if (rows[i].ElementType != model.ElementType)
                throw Misfit(
                    first + i,
                    $"with elements of {rows[i].ElementType} in {name}",
                    $"{model.ElementType}, as in element {first}"
                );
            if (rows[i].Shape.Equals(model.Shape))
                continue;
            same = false;
            if (padding is null)
                throw Misfit(
                    first + i,
                    $"with the shape {Inner(rows[i])} in {name}",
                    $"{Inner(model)}, as in element {first}",
                    "Bring all to one shape by Map, or call PaddedBatch"
                );
            if (rows[i].Shape.Rank != model.Shape.Rank)
                throw Misfit(
                    first + i,
                    $"with the shape {Inner(rows[i])} in {name}",
                    $"{model.Shape.Rank - 1} dimensions, as in element {first}"
                );
        }
        return same ? Join(rows) : PaddedStack.Of(rows, padding!.Value);
    }

    private static unsafe ArrayData Join(TensorData[] rows)
    {
        var result = ArrayData.New(rows[0].ElementType, rows[0].Shape.With(0, rows.Length));
        using var to = result.Pin();
        long bytes = rows[0].RowBytes;
        for (int i = 0; i < rows.Length && bytes > 0; i++)
        {
            using var from = rows[i].Pin();
            Buffer.MemoryCopy(from.Pointer, (byte*)to.Pointer + i * bytes, bytes, bytes);
        }
        return result;
    }

    private static bool SameNames(IReadOnlyList<string>? names, IReadOnlyList<string>? others) =>
        names is null || others is null ? names is null == others is null : names.SequenceEqual(others);

    private static string Describe(TensorDataList? list) =>
        list is null ? "nothing"
        : list.Names is null ? FormattableString.Invariant($"{list.Count} arrays")
        : string.Join(", ", list.Names.Select(n => $"'{n}'"));

    private static Shape Inner(TensorData row) => new SampleData(row).Shape;

    private static DatasetException Misfit(
        long index,
        string came,
        string expected,
        string mend = "Bring all samples to one form by Map"
    ) =>
        new(
            FormattableString.Invariant($"Element {index} of a batch came {came}; {expected} was expected. {mend}."),
            index
        );
}
