using System.Text.Json;
using Kerasharp.Datasets;
using TrainAnywhere;

namespace Kerasharp.Examples.Tests;

/// <summary>The page of examples/TrainAnywhere in a real browser: it trains on digits that are drawn there.</summary>
public sealed class TrainAnywhereTests
{
    [Fact]
    public async Task The_page_learns_digits_that_are_drawn()
    {
        string browser = Browser.Find();
        Browser.Restore("examples/TrainAnywhere");
        Browser.Restore("tests/web");
        using var folder = new TemporaryFolder();
        Networks.ExportDigits(folder.Path);

        await using var site = TrainAnywhere.Page.Build(
            folder.Path,
            ["--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "Warning"],
            Path.Combine(Browser.Root, "examples", "TrainAnywhere")
        );
        await site.StartAsync();
        string said = Browser.Run(
            Path.Combine(Browser.Root, "tests", "web"),
            "node",
            "train-digits.mjs",
            site.Urls.Single(),
            browser,
            Browser.Screenshot(folder, "train-digits.png")
        );

        var result = JsonSerializer.Deserialize<Said>(said, JsonSerializerOptions.Web)!;
        Assert.Empty(result.errors);
        Assert.Equal("9", result.kept);
        Assert.True(
            result.drawn[1] < result.drawn[0] / 2,
            $"the loss went from {result.drawn[0]} to {result.drawn[1]}"
        );
        Assert.True(result.brought[1] < result.brought[0] / 2, $"from {result.brought[0]} to {result.brought[1]}");
        Assert.All(result.answers, answer => Assert.Equal(answer[0], answer[1]));
        Assert.True(result.points > 100, $"the curve has {result.points} points");
        // Nothing sticks out of a narrow screen.
        Assert.Equal(390, result.width);
    }

    [Fact]
    public void The_scripts_step_is_written_with_its_data()
    {
        using var folder = new TemporaryFolder();
        Networks.ExportIris(folder.Path);

        Assert.Equal(["data.json", "step.onnx", "step.safetensors"], folder.Files.Order());
        var (train, _) = Iris.Load();
        using var data = JsonDocument.Parse(File.ReadAllText(folder["data.json"]));
        Assert.Equal(train.X.Lengths[0], data.RootElement.GetProperty("inputs/flower").GetArrayLength());
        Assert.Equal(train.X.Lengths[0], data.RootElement.GetProperty("targets/kind").GetArrayLength());
    }

    // The names are those of the script's JSON.
    private sealed record Said(
        string kept,
        double[] drawn,
        string[][] answers,
        double[] brought,
        string[] errors,
        int width,
        int points
    );
}
