using Kerasharp.Training;

namespace Kerasharp.Tests.Training;

/// <summary>The terminal's texts are what Keras 3's Progbar prints for the same steps at the same times, without its backspaces and empty colours.</summary>
public class ProgressBarTests
{
    private readonly FakeClock clock = new();
    private readonly StringWriter writer = new() { NewLine = "\n" };

    private ProgressBar Start(bool terminal, int? target, int verbose = 1, int? columns = null) =>
        new(new ProgressOutput(writer, terminal, () => columns), target, verbose, clock);

    private void Step(ProgressBar bar, double seconds, int step, params (string, double)[] metrics)
    {
        clock.Set(seconds);
        if (bar.Step(step))
            bar.Draw(Pairs(metrics));
    }

    private void Finish(ProgressBar bar, double seconds, int step, params (string, double)[] metrics)
    {
        clock.Set(seconds);
        bar.Finish(step, Pairs(metrics));
    }

    private static IEnumerable<KeyValuePair<string, double>> Pairs((string Name, double Value)[] metrics) =>
        metrics.Select(metric => KeyValuePair.Create(metric.Name, metric.Value));

    private void PlayEpoch(ProgressBar bar)
    {
        Step(bar, 0.5, 1, ("accuracy", 0.25), ("loss", 2.5));
        Step(bar, 0.52, 2, ("accuracy", 0.3), ("loss", 2.4));
        Step(bar, 1, 100, ("accuracy", 0.53125), ("loss", 0.0009));
        Step(bar, 4, 400, ("accuracy", 0.8), ("loss", 0.5));
        Finish(bar, 5.2, 469, ("accuracy", 0.8912), ("loss", 0.3801), ("val_accuracy", 0.9123), ("val_loss", 0.3105));
    }

    [Fact]
    public void A_terminal_sees_one_line_that_grows()
    {
        PlayEpoch(Start(terminal: true, target: 469));
        Assert.Equal(
            "\r\e[1m  1/469\e[0m \e[37m━━━━━━━━━━━━━━━━━━━━\e[0m \e[1m3:54\e[0m 500ms/step - accuracy: 0.2500 - loss: 2.5000"
                + "\r\e[1m100/469\e[0m \e[32m━━━━\e[0m\e[37m━━━━━━━━━━━━━━━━\e[0m \e[1m1s\e[0m 5ms/step - accuracy: 0.5312 - loss: 9.0000e-04"
                + "\r\e[1m400/469\e[0m \e[32m━━━━━━━━━━━━━━━━━\e[0m\e[37m━━━\e[0m \e[1m0s\e[0m 9ms/step - accuracy: 0.8000 - loss: 0.5000    "
                + "\r\e[1m469/469\e[0m \e[32m━━━━━━━━━━━━━━━━━━━━\e[0m \e[1m5s\e[0m 10ms/step - accuracy: 0.8912 - loss: 0.3801 - val_accuracy: 0.9123 - val_loss: 0.3105\n",
            writer.ToString()
        );
    }

    [Fact]
    public void A_file_gets_the_plain_line_of_the_end()
    {
        PlayEpoch(Start(terminal: false, target: 469));
        Assert.Equal(
            "469/469 ━━━━━━━━━━━━━━━━━━━━ 5s 10ms/step - accuracy: 0.8912 - loss: 0.3801 - val_accuracy: 0.9123 - val_loss: 0.3105\n",
            writer.ToString()
        );
    }

    [Fact]
    public void A_file_gets_a_line_every_ten_seconds_of_a_long_epoch()
    {
        var bar = Start(terminal: false, target: 100);
        for (var step = 1; step < 100; step++)
            Step(bar, step / 4.0, step, ("loss", 1.0 / step));
        Finish(bar, 25, 100, ("loss", 0.25));
        Assert.Equal(
            """
             40/100 ━━━━━━━━━━━━━━━━━━━━ 15s 250ms/step - loss: 0.0250
             80/100 ━━━━━━━━━━━━━━━━━━━━ 5s 250ms/step - loss: 0.0125
            100/100 ━━━━━━━━━━━━━━━━━━━━ 25s 250ms/step - loss: 0.2500

            """.ReplaceLineEndings("\n"),
            writer.ToString()
        );
    }

    [Fact]
    public void Verbose_2_gives_one_line_and_measures_all_steps()
    {
        PlayEpoch(Start(terminal: true, target: 469, verbose: 2));
        Assert.Equal(
            "469/469 - 5s - 11ms/step - accuracy: 0.8912 - loss: 0.3801 - val_accuracy: 0.9123 - val_loss: 0.3105\n",
            writer.ToString()
        );
    }

    [Fact]
    public void Verbose_0_gives_nothing()
    {
        PlayEpoch(Start(terminal: true, target: 469, verbose: 0));
        ProgressBar.WriteEpochHeader(new ProgressOutput(writer, true), 0, 5, verbose: 0);
        Assert.Equal("", writer.ToString());
    }

    [Fact]
    public void An_unknown_number_of_steps_shows_the_time_gone()
    {
        var bar = Start(terminal: true, target: null);
        Step(bar, 2, 1, ("loss", 1));
        Step(bar, 100, 5, ("loss", -0.00012345));
        Finish(bar, 110, 7, ("loss", 0));
        Assert.Equal(
            "\r      1/Unknown \e[1m2s\e[0m 2s/step - loss: 1.0000"
                + "\r      5/Unknown \e[1m100s\e[0m 24s/step - loss: -1.2345e-04"
                + "\r\e[1m7/7\e[0m \e[32m━━━━━━━━━━━━━━━━━━━━\e[0m \e[1m110s\e[0m 18s/step - loss: 0.0000e+00\n",
            writer.ToString()
        );
    }

    [Fact]
    public void Hours_are_shown_as_hours()
    {
        var bar = Start(terminal: true, target: 1000);
        Step(bar, 10, 1);
        Step(bar, 30, 2);
        Step(bar, 90, 3);
        Assert.Equal(
            "\r\e[1m   1/1000\e[0m \e[37m━━━━━━━━━━━━━━━━━━━━\e[0m \e[1m2:46:30\e[0m 10s/step"
                + "\r\e[1m   2/1000\e[0m \e[37m━━━━━━━━━━━━━━━━━━━━\e[0m \e[1m5:32:40\e[0m 20s/step"
                + "\r\e[1m   3/1000\e[0m \e[37m━━━━━━━━━━━━━━━━━━━━\e[0m \e[1m11:04:40\e[0m 40s/step",
            writer.ToString()
        );
    }

    [Fact]
    public void No_steps_are_an_empty_bar()
    {
        Finish(Start(terminal: true, target: 5), 0.5, 0);
        Assert.Equal("\r\e[1m0/5\e[0m \e[37m━━━━━━━━━━━━━━━━━━━━\e[0m \e[1m0s\e[0m 0s/step\n", writer.ToString());
    }

    [Fact]
    public void A_redraw_is_due_only_after_50_ms()
    {
        var bar = Start(terminal: true, target: 10);
        clock.Set(0.001);
        Assert.True(bar.Step(1));
        bar.Draw([]);
        clock.Set(0.050);
        Assert.False(bar.Step(2));
        clock.Set(0.052);
        Assert.True(bar.Step(3));
    }

    [Fact]
    public void A_growing_line_is_cut_at_the_edge_of_the_terminal_and_the_last_one_is_whole()
    {
        var bar = Start(terminal: true, target: 10, columns: 50);
        Step(bar, 0.5, 1, ("accuracy", 0.25), ("loss", 2.5));
        Finish(bar, 5, 10, ("accuracy", 0.5), ("loss", 2.5));
        Assert.Equal(
            "\r\e[1m 1/10\e[0m \e[32m━━\e[0m\e[37m━━━━━━━━━━━━━━━━━━\e[0m \e[1m4s\e[0m 500ms/step - accura"
                + "\r\e[1m10/10\e[0m \e[32m━━━━━━━━━━━━━━━━━━━━\e[0m \e[1m5s\e[0m 500ms/step - accuracy: 0.5000 - loss: 2.5000\n",
            writer.ToString()
        );
        var plain = writer
            .ToString()
            .Split('\r')[1]
            .Replace("\e[1m", "")
            .Replace("\e[0m", "")
            .Replace("\e[32m", "")
            .Replace("\e[37m", "");
        Assert.Equal(49, plain.Length);
    }

    [Theory]
    [InlineData(5, "Epoch 2/5\n")]
    [InlineData(1, "")]
    public void The_header_stands_only_where_there_are_several_epochs(int epochs, string expected)
    {
        ProgressBar.WriteEpochHeader(new ProgressOutput(writer, false), 1, epochs, verbose: 1);
        Assert.Equal(expected, writer.ToString());
    }

    [Fact]
    public void A_file_sees_no_control_characters()
    {
        PlayEpoch(Start(terminal: false, target: null));
        Assert.DoesNotContain(writer.ToString(), character => char.IsControl(character) && character != '\n');
    }
}
