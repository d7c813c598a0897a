namespace Kerasharp.Data;

/// <summary>The rows of arrays as samples. Batches copy rows from the arrays and make no samples.</summary>
/// <param name="arrays">The arrays, all with as many rows.</param>
/// <param name="rows">Which rows, in order; null for all.</param>
internal sealed class RowElements(Batch arrays, int[]? rows = null) : Elements<Sample>
{
    private readonly int _count = rows?.Length ?? checked((int)arrays.Count);

    public override int Count => _count;

    public Batch Arrays => arrays;

    /// <summary>The rows in their order; null where it is the arrays' own.</summary>
    public int[]? Rows => rows;

    public override Sample this[int index]
    {
        get
        {
            int row = rows?[index] ?? index;
            return new Sample(
                new SampleDataList(arrays.X.Rows(row, 1)),
                arrays.Y is { } y ? new SampleDataList(y.Rows(row, 1)) : null,
                arrays.SampleWeight is { } weight ? new SampleDataList(weight.Rows(row, 1)) : null
            );
        }
    }

    public override Elements<Sample> Choose(int[] order) =>
        new RowElements(arrays, rows is null ? order : Array.ConvertAll(order, i => rows[i]));
}
