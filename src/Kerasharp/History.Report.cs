using Kerasharp.Looking;
using Kerasharp.Looking.Drawing;
using Kerasharp.Looking.Reports;

namespace Kerasharp;

public sealed partial class History
{
    /// <summary>
    /// Writes a page about the run to send to others: curves, best and last values, the model's layers, optimizer, loss and metrics,
    /// sizes of the data, times, versions. One HTML file, which needs no other, for screens light and dark, phones and paper.
    /// </summary>
    /// <param name="path">The file, whose name ends in <c>.html</c> or <c>.htm</c>; an older one is replaced.</param>
    /// <param name="model">The model that is described; by default the one that was trained, as it is now.</param>
    /// <param name="title">What stands above; the model's name by default.</param>
    /// <param name="notes">What you have to say about it; an empty line begins a paragraph.</param>
    /// <param name="confusion">A confusion matrix to show.</param>
    /// <param name="logScale">Whether the curves of what should become small are drawn on logarithmic axes.</param>
    /// <exception cref="ArgumentException">The file's name ends otherwise.</exception>
    /// <exception cref="InvalidOperationException">No epoch has ended yet, or the history belongs to no model and none came.</exception>
    /// <remarks>The page has no scripts. It names no paths, users or machines.</remarks>
    /// <example><code>
    /// var history = model.Fit(train.X, train.Y, epochs: 20, validationSplit: 0.2);
    /// var confusion = new ConfusionMatrix(test.Y, model.Predict(test.X));
    /// history.Report("run.html", title: "Digits, first try", notes: "Dropout of 0.25.", confusion: confusion);
    /// </code></example>
    public void Report(
        string path,
        Model? model = null,
        string? title = null,
        string? notes = null,
        ConfusionMatrix? confusion = null,
        bool logScale = false
    )
    {
        ChartFile.Check(path, "A report", ".html", ".htm");
        var report = new RunReport(this, model ?? Model)
        {
            Title = title,
            Notes = notes,
            Confusion = confusion,
            LogScale = logScale,
        };
        ChartFile.Write(path, report.Write());
    }
}
