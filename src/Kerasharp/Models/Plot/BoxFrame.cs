namespace Kerasharp.Models.Plot;

/// <summary>A box with its cells, measured: a black table with a header and white cells, as Keras's.</summary>
internal sealed class BoxFrame
{
    public const double HeaderSize = 16;
    public const double CellSize = 14;
    private const double Padding = 10;

    // The black lines between cells and around them.
    private const double Line = 2;

    private readonly List<Cell> _cells = [];

    /// <summary>A cell within the box, from its left upper corner on, with runs of text.</summary>
    public sealed record Cell(
        PlotRect Area,
        string Background,
        string Color,
        double FontSize,
        IReadOnlyList<(string Text, bool Bold)> Runs
    );

    public BoxFrame(BoxLabel label)
    {
        (string, bool)[] title = label.Name is { } name
            ? [(name, true), ($" ({label.TypeName})", false)]
            : [(label.TypeName, true)];
        var rows = new List<(double Size, Content[] Cells)> { (HeaderSize, [new(title, "black", "white")]) };
        if (label.Activation is { } activation)
            rows.Add((CellSize, [new([("Activation: ", false), (activation, true)], "white", "black")]));
        if (label.Cells.Count > 0)
            rows.Add(
                (
                    CellSize,
                    [
                        .. label.Cells.Select(c => new Content(
                            [(c.Caption, false), (c.Text, true)],
                            c.Background,
                            c.Color
                        )),
                    ]
                )
            );

        Width = rows.Max(r => r.Cells.Sum(c => c.Width(r.Size)) + (Line * (r.Cells.Length + 1)));
        double top = 0;
        foreach (var (size, cells) in rows)
        {
            top += Line;
            double height = Math.Ceiling((size * 1.2) + (2 * Padding) - 4);
            // What the row has too little is shared out.
            double spare = Width - (Line * (cells.Length + 1)) - cells.Sum(c => c.Width(size));
            double left = Line;
            foreach (var cell in cells)
            {
                double width = cell.Width(size) + (spare / cells.Length);
                _cells.Add(
                    new Cell(new PlotRect(left, top, width, height), cell.Background, cell.Color, size, cell.Runs)
                );
                left += width + Line;
            }
            top += height;
        }
        Height = top + Line;
    }

    public double Width { get; }

    public double Height { get; }

    public IReadOnlyList<Cell> Cells => _cells;

    private readonly record struct Content((string Text, bool Bold)[] Runs, string Background, string Color)
    {
        public double Width(double size) => Runs.Sum(r => TextWidth.Of(r.Text, size, r.Bold)) + (2 * Padding);
    }
}
