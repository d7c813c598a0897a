namespace Kerasharp.Data;

/// <summary>Files and the numbers of their classes.</summary>
/// <param name="Paths">The files.</param>
/// <param name="Labels">The class of each; null where there are none.</param>
/// <param name="ClassNames">The names of the classes.</param>
internal sealed record LabeledFiles(string[] Paths, int[]? Labels, string[] ClassNames)
{
    /// <summary>The files in another order, or some of them.</summary>
    public LabeledFiles Choose(ReadOnlySpan<int> order)
    {
        var paths = new string[order.Length];
        var labels = Labels is null ? null : new int[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            paths[i] = Paths[order[i]];
            if (labels is not null)
                labels[i] = Labels![order[i]];
        }
        return new LabeledFiles(paths, labels, ClassNames);
    }

    /// <summary>What a file's target is: the class's number, a row with 1 at the class, or 0 and 1 as numbers of type float.</summary>
    public SampleDataList? Target(int file, string? labelMode)
    {
        if (Labels is null)
            return null;
        int label = Labels[file];
        switch (labelMode)
        {
            case "categorical":
                var row = new float[ClassNames.Length];
                row[label] = 1;
                return row;
            case "binary":
                return new float[] { label };
            default:
                return label;
        }
    }
}
