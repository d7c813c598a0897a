using System.Globalization;
using System.Text;

namespace Kerasharp.Training;

/// <summary>
/// Keras's progress line for one epoch, evaluation or prediction:
/// <c>469/469 ━━━━━━━━━━━━━━━━━━━━ 5s 10ms/step - accuracy: 0.8912 - loss: 0.3801</c>.
/// A terminal sees one line, redrawn in place and coloured; a file or a pipe sees plain whole lines. Keras: <c>keras.utils.Progbar</c>.
/// </summary>
/// <remarks>Metrics are shown as they come, in the order in which their names came first; the caller sorts them.</remarks>
internal sealed class ProgressBar
{
    private const int Width = 20;

    private const string Bold = "\e[1m";

    private const string Green = "\e[32m";

    private const string Grey = "\e[37m";

    private const string Reset = "\e[0m";

    // An eye follows a terminal; a log is read later, where a line every 50 ms would bury everything else.
    private const double TerminalInterval = 0.05;

    private const double LogInterval = 10;

    private readonly ProgressOutput output;
    private readonly TimeProvider clock;
    private readonly int verbose;
    private readonly double interval;
    private readonly long start;
    private readonly OrderedDictionary<string, double> values = new(StringComparer.Ordinal);
    private int? target;
    private int current;
    private long now;
    private long? afterFirstStep;
    private long? lastDrawn;
    private double secondsPerStep;
    private int drawnLength;

    /// <summary>Starts the clock; nothing is written yet.</summary>
    /// <param name="output">Where the line goes.</param>
    /// <param name="target">The number of steps; null where it is not known before the end.</param>
    /// <param name="verbose">0: nothing; 1: the line while it grows; 2: one line at the end.</param>
    /// <param name="clock">The time; by default the system's.</param>
    public ProgressBar(ProgressOutput output, int? target, int verbose, TimeProvider? clock = null)
    {
        this.output = output;
        this.target = target;
        this.verbose = verbose;
        this.clock = clock ?? TimeProvider.System;
        interval = output.IsTerminal ? TerminalInterval : LogInterval;
        start = now = this.clock.GetTimestamp();
        // On a terminal the first step is shown at once, so that a line stands there; a log can wait.
        lastDrawn = output.IsTerminal ? null : start;
    }

    /// <summary>Writes "Epoch 1/5", where there are several epochs and the line is wanted at all.</summary>
    /// <param name="output">Where it goes.</param>
    /// <param name="epoch">The epoch that begins, from 0.</param>
    /// <param name="epochs">The number of epochs.</param>
    /// <param name="verbose">As in the constructor.</param>
    public static void WriteEpochHeader(ProgressOutput output, int epoch, int epochs, int verbose)
    {
        if (verbose == 0 || epochs <= 1)
            return;
        output.Writer.Write(
            string.Create(CultureInfo.InvariantCulture, $"Epoch {epoch + 1}/{epochs}{output.Writer.NewLine}")
        );
        output.Writer.Flush();
    }

    /// <summary>Notes that a step is done. Cheap: metrics need fetching only where a line is due.</summary>
    /// <param name="step">The number of steps done, from 1.</param>
    /// <returns>Whether <see cref="Draw"/> should be called now.</returns>
    public bool Step(int step)
    {
        // With verbose 2 Keras looks at the clock at the end alone.
        if (verbose != 1)
            return false;
        Advance(step);
        return lastDrawn is not { } drawn || Seconds(drawn) >= interval;
    }

    /// <summary>Shows the line as of the last <see cref="Step"/>.</summary>
    /// <param name="metrics">Names and values; a name that is missing keeps its last value.</param>
    public void Draw(IEnumerable<KeyValuePair<string, double>> metrics)
    {
        if (verbose == 1)
            Show(metrics, final: false);
    }

    /// <summary>Shows the finished line: the time gone instead of the time left, and a line end.</summary>
    /// <param name="step">The number of steps done; it becomes the target where none was known.</param>
    /// <param name="metrics">Names and values, those of the validation included.</param>
    public void Finish(int step, IEnumerable<KeyValuePair<string, double>> metrics)
    {
        if (verbose == 0)
            return;
        target ??= step;
        Advance(step);
        Show(metrics, final: true);
    }

    // The first step is not representative (it builds and warms up); later ones are measured from its end.
    private void Advance(int step)
    {
        current = step;
        now = clock.GetTimestamp();
        secondsPerStep =
            step <= 0 ? 0
            : afterFirstStep is { } first && step > 1 ? Seconds(first) / (step - 1)
            : Seconds(start) / step;
        if (step == 1)
            afterFirstStep = now;
    }

    // Not as a TimeSpan, whose 100 ns are coarse for steps of a few microseconds.
    private double Seconds(long from) => (now - from) / (double)clock.TimestampFrequency;

    private void Show(IEnumerable<KeyValuePair<string, double>> metrics, bool final)
    {
        foreach (var (name, value) in metrics)
            values[name] = value;
        var line = new StringBuilder();
        if (verbose == 2)
            line.Append($"{Count()} - {Elapsed()} - {ProgressText.PerStep(secondsPerStep)}{Metrics()}");
        else if (output.IsTerminal)
            AppendRedrawn(line, final);
        else
            line.Append(
                $"{Count()} {Bar(colours: false)}{Time(final)} {ProgressText.PerStep(secondsPerStep)}{Metrics()}"
            );
        if (final || !output.IsTerminal)
            line.Append(output.Writer.NewLine);
        output.Writer.Write(line.ToString());
        output.Writer.Flush();
        lastDrawn = now;
    }

    private void AppendRedrawn(StringBuilder line, bool final)
    {
        var count = Count();
        var time = Time(final);
        var tail = $" {ProgressText.PerStep(secondsPerStep)}{Metrics()}";
        var length = count.Length + 1 + (HasTarget ? Width + 1 : 0) + time.Length + tail.Length;
        // A line that wraps cannot be redrawn: the carriage return leads to its last row only. The final one may wrap.
        if (!final && output.Columns?.Invoke() is { } columns && length > columns - 1)
        {
            var cut = Math.Min(length - (columns - 1), tail.Length);
            tail = tail[..^cut];
            length -= cut;
        }
        var shownCount = HasTarget ? $"{Bold}{count}{Reset}" : count;
        line.Append($"\r{shownCount} {Bar(colours: true)}{Bold}{time}{Reset}{tail}");
        // Wipes what a longer line left.
        line.Append(' ', Math.Max(0, drawnLength - length));
        drawnLength = length;
    }

    private bool HasTarget => target is > 0;

    private string Count()
    {
        if (target is not { } goal || goal <= 0)
            return string.Create(CultureInfo.InvariantCulture, $"{current, 7}/Unknown");
        var total = goal.ToString(CultureInfo.InvariantCulture);
        return $"{current.ToString(CultureInfo.InvariantCulture).PadLeft(total.Length)}/{total}";
    }

    // The bar and a space; nothing where the end is unknown.
    private string Bar(bool colours)
    {
        if (!HasTarget)
            return "";
        var done = (int)Math.Clamp((long)Width * current / target!.Value, 0, Width);
        var (left, right) = (new string('━', done), new string('━', Width - done));
        if (!colours)
            return $"{left}{right} ";
        return $"{Coloured(Green, left)}{Coloured(Grey, right)} ";

        static string Coloured(string colour, string text) => text.Length == 0 ? "" : $"{colour}{text}{Reset}";
    }

    private string Time(bool final) =>
        final || !HasTarget ? Elapsed() : ProgressText.Eta(secondsPerStep * (target!.Value - current));

    private string Elapsed() => ProgressText.Elapsed(Seconds(start));

    private string Metrics() =>
        string.Concat(values.Select(pair => $" - {pair.Key}: {ProgressText.Value(pair.Value)}"));
}
