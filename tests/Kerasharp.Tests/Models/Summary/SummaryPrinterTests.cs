using System.Globalization;
using Kerasharp.Models.Summary;
using Kerasharp.Tests.References;

namespace Kerasharp.Tests.Models.Summary;

/// <summary>The printed summary against snapshots made by tests/references/summaries.mjs from Keras's rules.</summary>
public class SummaryPrinterTests
{
    private static readonly SummaryRow[] Wrapped =
    [
        Row("a_convolution_whose_name_does_not_fit_into_its_column", "Conv2D", "(None, 112, 112, 1024)", 4719616, true),
        Row("batch_normalization", "BatchNormalization", "(None, 112, 112, 1024)", 4096, true),
        Row("dense", "Dense", "(None, 112, 112, 1000)", 1025000, false),
    ];

    private static readonly SummaryRow[] Mlp =
    [
        Row("dense", "Dense", "(None, 20)", 220),
        Row("dense_1", "Dense", "(None, 3)", 63),
    ];

    private static readonly Dictionary<string, Func<string>> Printed = new()
    {
        ["lenet5"] = () => SummaryPrinter.Print(LeNet),
        ["mlp"] = () => SummaryPrinter.Print(Model(283, 0, Mlp)),
        ["quickstart"] = () => SummaryPrinter.Print(Quickstart),
        ["unbuilt"] = () => SummaryPrinter.Print(Unbuilt),
        ["empty"] = () => SummaryPrinter.Print(Model(0, 0)),
        ["optimizer"] = () =>
            SummaryPrinter.Print(Model(283, 0, Mlp) with { Optimizer = new(2 + (2 * 283), 12 + (4 * 2 * 283)) }),
        ["rounding"] = () => SummaryPrinter.Print(Model(288, 0, Row("dense", "Dense", "(None, 9)", 288))),
        ["wrapped"] = () => SummaryPrinter.Print(Model(4721664, 1027048, Wrapped)),
        ["trainable"] = () => SummaryPrinter.Print(Model(4721664, 1027048, Wrapped), showTrainable: true),
        ["connected"] = () => SummaryPrinter.Print(Graph, showTrainable: true, expandNested: true),
    };

    private static ModelSummary LeNet =>
        Model(
            61706,
            0,
            Row("conv2d", "Conv2D", "(None, 28, 28, 6)", 156),
            Row("max_pooling2d", "MaxPooling2D", "(None, 14, 14, 6)", 0),
            Row("conv2d_1", "Conv2D", "(None, 10, 10, 16)", 2416),
            Row("max_pooling2d_1", "MaxPooling2D", "(None, 5, 5, 16)", 0),
            Row("flatten", "Flatten", "(None, 400)", 0),
            Row("dense", "Dense", "(None, 120)", 48120),
            Row("dense_1", "Dense", "(None, 84)", 10164),
            Row("dense_2", "Dense", "(None, 10)", 850)
        );

    private static ModelSummary Quickstart =>
        Model(
            5450,
            0,
            Row("conv2d", "Conv2D", "(None, 8, 8, 32)", 320),
            Row("max_pooling2d", "MaxPooling2D", "(None, 4, 4, 32)", 0),
            Row("flatten", "Flatten", "(None, 512)", 0),
            Row("dropout", "Dropout", "(None, 512)", 0),
            Row("dense", "Dense", "(None, 10)", 5130)
        );

    private static ModelSummary Unbuilt =>
        Model(
            0,
            0,
            Row("conv2d", "Conv2D", null, null),
            Row("max_pooling2d", "MaxPooling2D", null, 0),
            Row("flatten", "Flatten", null, null),
            Row("dropout", "Dropout", null, 0),
            Row("dense", "Dense", null, null)
        );

    private static ModelSummary Graph =>
        Model(
            440,
            41,
            Row("input_layer", "InputLayer", "(None, 10)", 0),
            Row("sequential", "Sequential", "(None, 20)", 220, true) with
            {
                ConnectedTo = "input_layer[0][0]",
            },
            Row("dense", "Dense", "(None, 20)", 220, true) with
            {
                Level = 1,
            },
            Row("dense_1", "Dense", "(None, 20)", 220, true) with
            {
                ConnectedTo = "input_layer[0][0]",
            },
            Row("concatenate", "Concatenate", "(None, 40)", 0) with
            {
                ConnectedTo = "sequential[0][0], dense_1[0][0]",
            },
            Row("dense_2", "Dense", "(None, 1)", 41, false) with
            {
                ConnectedTo = "concatenate[0][0]",
            }
        ) with
        {
            Name = "functional",
            IsGraph = true,
        };

    public static TheoryData<string, string> NamesAndCultures()
    {
        var data = new TheoryData<string, string>();
        foreach (var name in Printed.Keys)
        foreach (var culture in new[] { "", "fr-FR", "tr-TR" })
            data.Add(name, culture);
        return data;
    }

    [Theory]
    [MemberData(nameof(NamesAndCultures))]
    public void Prints_what_Keras_prints_in_every_culture(string name, string culture)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            Assert.Equal(ReferenceFiles.Text($"summary-{name}.txt"), Printed[name]());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Leaves_nested_layers_out_unless_asked_for() =>
        Assert.DoesNotContain("└ dense", SummaryPrinter.Print(Graph));

    [Fact]
    public void Takes_the_room_that_a_wide_terminal_has()
    {
        var lines = SummaryPrinter.Print(LeNet, terminalWidth: 200).Split('\n');
        Assert.Equal(88, lines[1].Length);
        var narrow = SummaryPrinter.Print(LeNet, lineLength: 60).Split('\n');
        Assert.Equal(60, narrow[1].Length);
    }

    [Theory]
    [InlineData(0, "0.00 B")]
    [InlineData(1023, "1023.00 B")]
    [InlineData(1024, "1.00 KB")]
    [InlineData(1152, "1.12 KB")]
    [InlineData(1408, "1.38 KB")]
    [InlineData(1048575, "1024.00 KB")]
    [InlineData(246824, "241.04 KB")]
    [InlineData(1L << 60, "1024.00 PB")]
    public void Sizes_have_two_decimals_and_round_halves_as_Python_does(long bytes, string expected) =>
        Assert.Equal(expected, SummaryPrinter.ReadableSize(bytes));

    [Fact]
    public void Too_narrow_a_column_is_refused_with_its_name()
    {
        var error = Assert.Throws<ArgumentException>(() => SummaryPrinter.Print(LeNet, lineLength: 12));
        Assert.Contains("Param #", error.Message);
    }

    [Fact]
    public void Positions_must_be_one_for_each_column()
    {
        var error = Assert.Throws<ArgumentException>(() => SummaryPrinter.Print(LeNet, positions: [0.5, 1]));
        Assert.Contains("2 positions came; this summary has 3 columns", error.Message);
    }

    private static ModelSummary Model(long trainable, long nonTrainable, params SummaryRow[] rows) =>
        new()
        {
            Name = "sequential",
            Rows = rows,
            Trainable = new(trainable, 4 * trainable),
            NonTrainable = new(nonTrainable, 4 * nonTrainable),
        };

    private static SummaryRow Row(string name, string type, string? shape, long? parameters, bool? trainable = null) =>
        new()
        {
            Name = name,
            TypeName = type,
            OutputShape = shape,
            Parameters = parameters,
            Trainable = trainable,
        };
}
