using Kerasharp.Looking;
using Kerasharp.Looking.Drawing;

namespace Kerasharp;

public sealed partial class History
{
    /// <summary>Draws loss and metrics over the epochs, a chart for each, that of the validation beside that of training.</summary>
    /// <param name="path">The file, whose name ends in <c>.svg</c>; an older one is replaced.</param>
    /// <param name="names">Which are drawn, without <c>val_</c>: <c>["loss"]</c>; the loss and then all others by default.</param>
    /// <param name="title">What stands above; nothing by default.</param>
    /// <param name="logScale">Whether the axes of what should become small, as losses and errors, are logarithmic.</param>
    /// <param name="width">Each chart's width in pixels, 160 to 10,000.</param>
    /// <param name="height">Each chart's height, 120 to 10,000.</param>
    /// <exception cref="ArgumentException">The file's name ends otherwise, a name is not in the history, or a size is out of its range.</exception>
    /// <exception cref="InvalidOperationException">No epoch has ended yet.</exception>
    /// <remarks>
    /// A ring marks the best epoch, by the validation where there is one; for metrics of one's own none is marked unless the name says
    /// what is good (<c>my_error</c>, <c>my_accuracy</c>). Epochs count from 1, as in the progress line. NaN and infinite values leave gaps.
    /// </remarks>
    /// <example><code>
    /// History history = model.Fit(x, y, epochs: 20, validationSplit: 0.2);
    /// history.Plot("history.svg", title: "First try", logScale: true);
    /// </code></example>
    public void Plot(
        string path,
        IReadOnlyList<string>? names = null,
        string? title = null,
        bool logScale = false,
        int width = 480,
        int height = 320
    )
    {
        ChartFile.Check(path, "A history", ".svg");
        ChartSize.Check(width, nameof(width), ChartSize.LeastWidth);
        ChartSize.Check(height, nameof(height), ChartSize.LeastHeight);
        var charts = HistoryCharts.Of(this, names, logScale);
        ChartFile.Write(path, ChartPicture.Of(charts, columns: 2, width, height, title));
    }
}
