using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using DrawDigit;
using Kerasharp.Datasets;

namespace Kerasharp.Examples.Tests;

/// <summary>The page of examples/DrawDigit in a real browser: digits that the network has not seen, drawn with the pointer.</summary>
public sealed class DrawDigitTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Here(), "..", ".."));

    [Fact]
    public async Task The_page_names_digits_that_are_drawn()
    {
        string browser = FindBrowser();
        Assert.SkipUnless(HasMnist(), "KERASHARP_DATA does not name a folder with mnist/.");
        Restore("examples/DrawDigit");
        Restore("tests/web");
        using var folder = new TemporaryFolder();
        string model = folder["digits.onnx"];
        DigitNetwork.Train(model, epochs: 2, verbose: 0);
        var (_, test) = Mnist.Load();
        var images = Enumerable.Range(0, 10).Select(i => Image(test.X, i)).ToArray();
        File.WriteAllText(folder["images.json"], JsonSerializer.Serialize(images));

        await using var site = Page.Build(
            model,
            ["--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "Warning"],
            Path.Combine(Root, "examples", "DrawDigit")
        );
        await site.StartAsync();
        string said = Run(
            Path.Combine(Root, "tests", "web"),
            "node",
            "draw-digits.mjs",
            site.Urls.Single(),
            browser,
            folder["images.json"],
            Screenshot(folder)
        );

        var result = JsonSerializer.Deserialize<Answers>(said, JsonSerializerOptions.Web)!;
        int right = Enumerable.Range(0, 10).Count(i => result.answers[i] == $"{test.Y[i]}");
        Assert.Empty(result.errors);
        Assert.True(right >= 9, $"{right} of 10 were named: {string.Join(' ', result.answers)}");
        // Nothing sticks out of a narrow screen.
        Assert.Equal(390, result.width);
    }

    /// <summary>A screenshot to look at stays where KERASHARP_SCREENSHOTS names a folder.</summary>
    private static string Screenshot(TemporaryFolder folder) =>
        Environment.GetEnvironmentVariable("KERASHARP_SCREENSHOTS") is { Length: > 0 } kept
            ? Path.Combine(kept, "draw-digit.png")
            : folder["draw-digit.png"];

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

    private static string FindBrowser()
    {
        string[] names = ["chromium", "chromium-browser", "google-chrome"];
        string? found = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .SelectMany(folder => names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
        Assert.SkipWhen(found is null, $"No browser is installed; one of {string.Join(", ", names)} is needed.");
        return found!;
    }

    private static void Restore(string folder)
    {
        string path = Path.Combine(Root, folder);
        if (Directory.Exists(Path.Combine(path, "node_modules")))
            return;
        try
        {
            Run(path, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        }
        catch (Exception error) when (error is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"npm could not fetch the packages of {folder}: {error.Message}");
        }
    }

    private static string Run(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromMinutes(4)))
        {
            process.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"{program} did not end.");
        }
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {errors.Result}");
        return output.Result;
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    // The names are those of the script's JSON.
    private sealed record Answers(string[] answers, string[] errors, int width);
}
