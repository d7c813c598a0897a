using System.Text.Json;
using DrawDigit;
using Kerasharp.Datasets;

namespace Kerasharp.Examples.Tests;

/// <summary>The page of examples/DrawDigit in a real browser: digits that the network has not seen, drawn with the pointer.</summary>
public sealed class DrawDigitTests
{
    [Fact]
    public async Task The_page_names_digits_that_are_drawn()
    {
        string browser = Browser.Find();
        Assert.SkipUnless(HasMnist(), "KERASHARP_DATA does not name a folder with mnist/.");
        Browser.Restore("examples/DrawDigit");
        Browser.Restore("tests/web");
        using var folder = new TemporaryFolder();
        string model = folder["digits.onnx"];
        DigitNetwork.Train(model, epochs: 2, verbose: 0);
        var (_, test) = Mnist.Load();
        var images = Enumerable.Range(0, 10).Select(i => Image(test.X, i)).ToArray();
        File.WriteAllText(folder["images.json"], JsonSerializer.Serialize(images));

        await using var site = Page.Build(
            model,
            ["--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "Warning"],
            Path.Combine(Browser.Root, "examples", "DrawDigit")
        );
        await site.StartAsync();
        string said = Browser.Run(
            Path.Combine(Browser.Root, "tests", "web"),
            "node",
            "draw-digits.mjs",
            site.Urls.Single(),
            browser,
            folder["images.json"],
            Browser.Screenshot(folder, "draw-digit.png")
        );

        var result = JsonSerializer.Deserialize<Answers>(said, JsonSerializerOptions.Web)!;
        int right = Enumerable.Range(0, 10).Count(i => result.answers[i] == $"{test.Y[i]}");
        Assert.Empty(result.errors);
        Assert.True(right >= 9, $"{right} of 10 were named: {string.Join(' ', result.answers)}");
        // Nothing sticks out of a narrow screen.
        Assert.Equal(390, result.width);
    }

    private static int[] Image(System.Numerics.Tensors.Tensor<byte> x, int index)
    {
        var pixels = new int[28 * 28];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = x[index, i / 28, i % 28];
        return pixels;
    }

    private static bool HasMnist() =>
        Environment.GetEnvironmentVariable("KERASHARP_DATA") is { Length: > 0 } data
        && File.Exists(Path.Combine(data, "mnist", "train-images-idx3-ubyte.gz"));

    // The names are those of the script's JSON.
    private sealed record Answers(string[] answers, string[] errors, int width);
}
