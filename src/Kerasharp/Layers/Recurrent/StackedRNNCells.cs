using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Layers;

/// <summary>Cells on top of each other as one: each takes the output of the one below.</summary>
/// <remarks>
/// <para>Inputs: an element (batch, ...features), then the states of all cells, in the cells' order. Outputs: the last cell's output, then
/// the next states of all.</para>
/// <para>In an <see cref="RNN"/> each cell takes the whole sequence after the one below it, which is the same and lets all steps of a
/// cell share one product; exports hold an LSTM, GRU or RNN of ONNX for each cell that is one.</para>
/// <para>Keras: <c>keras.layers.StackedRNNCells</c>.</para>
/// </remarks>
/// <example><code>new RNN(new StackedRNNCells([new LSTMCell(32), new LSTMCell(16)]))   // (None, 10, 8) becomes (None, 16)</code></example>
public sealed class StackedRNNCells : RecurrentCell
{
    /// <summary>A stack of cells.</summary>
    /// <param name="cells">The cells, the lowest first; at least one.</param>
    /// <param name="name">The stack's name; <c>stacked_rnn_cells</c>, numbered, by default.</param>
    /// <exception cref="ArgumentException">There is no cell, or one comes twice.</exception>
    public StackedRNNCells(RecurrentCell[] cells, string? name = null)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(cells);
        if (cells.Length == 0 || cells.Distinct().Count() < cells.Length)
            throw new ArgumentException(
                cells.Length == 0
                    ? "No cell came; at least one was expected. Give cells, as new LSTMCell(32)."
                    : "A cell came twice; each must be another, with weights of its own. Make one for each place.",
                nameof(cells)
            );
        foreach (var cell in cells)
            Track(cell);
        Cells = [.. cells];
    }

    /// <summary>The cells, the lowest first.</summary>
    public IReadOnlyList<RecurrentCell> Cells { get; }

    private protected override bool MadeItsParts => false;

    /// <inheritdoc/>
    public override IReadOnlyList<int> StateSize => [.. Cells.SelectMany(c => c.StateSize)];

    /// <inheritdoc/>
    public override int OutputSize => Cells[^1].OutputSize;

    internal override int? OutputState =>
        Cells[^1].OutputState is { } own ? StateSize.Count - Cells[^1].StateSize.Count + own : null;

    internal override IReadOnlyList<Shape> StateShapes(Shape element)
    {
        var shapes = new List<Shape>();
        foreach (var cell in Cells)
        {
            shapes.AddRange(cell.StateShapes(element));
            element = new Shape(element[0], cell.OutputSize);
        }
        return shapes;
    }

    /// <summary>The states of each cell.</summary>
    internal IEnumerable<(RecurrentCell Cell, IReadOnlyList<SymbolicTensor> States)> Shares(
        IReadOnlyList<SymbolicTensor> states
    )
    {
        int next = 0;
        foreach (var cell in Cells)
        {
            int count = states.Count == 0 ? 0 : cell.StateSize.Count;
            yield return (cell, [.. states.Skip(next).Take(count)]);
            next += count;
        }
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<SymbolicTensor> Step(
        CallContext context,
        SymbolicTensor input,
        IReadOnlyList<SymbolicTensor> states
    )
    {
        var next = new List<SymbolicTensor>();
        foreach (var (cell, own) in Shares(states))
        {
            var given = cell.Invoke(context, [input, .. own]);
            input = given[0];
            next.AddRange(given.Skip(1));
        }
        return [input, .. next];
    }
}
