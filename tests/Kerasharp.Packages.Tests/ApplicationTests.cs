namespace Kerasharp.Packages.Tests;

/// <summary>Applications outside the repository that take Kerasharp as packages.</summary>
public sealed class ApplicationTests(PackageFeed feed)
{
    private const string Native = """<PackageReference Include="Microsoft.ML.OnnxRuntime" Version="1.30.0" />""";

    private const string Program = """
        using Kerasharp;
        using Kerasharp.Datasets;
        using Kerasharp.Layers;

        Utils.SetRandomSeed(1);
        var (train, test) = Digits.Load();
        using var model = new Sequential([
            new Input(8, 8, 1),
            new Conv2D(8, kernelSize: 3, activation: "relu"),
            new MaxPooling2D(2),
            new Flatten(),
            new Dropout(0.1),
            new Dense(10, activation: "softmax"),
        ]);
        model.Compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        model.Fit(train.X, train.Y, batchSize: 32, epochs: 20, verbose: 0);
        double accuracy = model.Evaluate(test.X, test.Y, verbose: 0)["accuracy"];
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".onnx");
        model.Export(path);
        using var exported = OnnxModel.Load(path);
        float difference = 0;
        var (expected, came) = (model.Predict(test.X), exported.Predict(test.X));
        for (int i = 0; i < 100; i++)
            difference = Math.Max(difference, Math.Abs(expected[[i, 3]] - came[[i, 3]]));
        File.Delete(path);
        Console.WriteLine(accuracy > 0.9 && difference < 1e-5 ? "trained and exported" : $"failed: {accuracy}, {difference}");
        """;

    [Fact]
    public void Runs_under_dotnet_run_from_the_folder_alone()
    {
        string folder = feed.Application("Running", Project(Native), Program);

        Assert.Contains("trained and exported", Dotnet(folder, "run", "-c", "Release"));
    }

    [Fact]
    public void Runs_under_dotnet_test()
    {
        string project = Project(
            Native
                + """
                <PackageReference Include="Microsoft.NET.Test.Sdk" Version="18.11.0" />
                <PackageReference Include="xunit.v3" Version="3.2.2" />
                <PackageReference Include="xunit.runner.visualstudio" Version="4.0.1" />
                """
        );
        string body = Program.Replace("Console.WriteLine(", "Xunit.Assert.Equal(\"trained and exported\", ");
        int end = body.IndexOf("Utils.Set", StringComparison.Ordinal);
        string program = $"{body[..end]}public class Tests {{ [Xunit.Fact] public void Trains() {{ {body[end..]} }} }}";
        string folder = feed.Application("Testing", project, program);

        Assert.Contains("Passed:     1", Dotnet(folder, "test", "-c", "Release"));
    }

    [Theory]
    [InlineData("published")]
    [InlineData("published for a platform", "-r", "linux-x64", "--self-contained", "false")]
    [InlineData("self-contained", "-r", "linux-x64", "--self-contained", "true")]
    [InlineData("a single file", "-r", "linux-x64", "--self-contained", "true", "-p:PublishSingleFile=true")]
    [InlineData(
        "a single file that holds its libraries",
        "-r",
        "linux-x64",
        "--self-contained",
        "true",
        "-p:PublishSingleFile=true",
        "-p:IncludeNativeLibrariesForSelfExtract=true"
    )]
    [InlineData(
        "trimmed",
        "-r",
        "linux-x64",
        "--self-contained",
        "true",
        "-p:PublishTrimmed=true",
        "-p:PublishSingleFile=true"
    )]
    public void Runs_when_it_is(string form, params string[] options)
    {
        // What a publication compiles is the same in all forms of a kind; trimming begins anew.
        string name =
            options.Contains("-p:PublishTrimmed=true") ? "Trimmed"
            : options.Contains("true") ? "SelfContained"
            : options.Length > 0 ? "Dependent"
            : "Portable";
        string folder = feed.Application(name, Project(Native), Program, online: true);
        string target = Path.Combine(folder, form.Replace(' ', '_'));
        Fetched(Try(folder, ["publish", "-c", "Release", "-o", target, .. options]));

        string output = Command.Expect(target, null, Path.Combine(target, name));

        Assert.Contains("trained and exported", output);
    }

    [Fact]
    public void Runs_compiled_ahead_of_time()
    {
        string folder = feed.Application("Ahead", Project(Native), Program, online: true);
        string target = Path.Combine(folder, "out");
        Fetched(Try(folder, ["publish", "-c", "Release", "-o", target, "-r", "linux-x64", "-p:PublishAot=true"]));

        Assert.Contains("trained and exported", Command.Expect(target, null, Path.Combine(target, "Ahead")));
    }

    [Fact]
    public void Says_which_package_is_missing()
    {
        string folder = feed.Application("Lacking", Project(""), Program);

        var (exitCode, output) = Command.Run(folder, feed.Environment, "dotnet", "run", "-c", "Release");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("Microsoft.ML.OnnxRuntime", output);
    }

    [Fact]
    public void The_tool_installs_and_runs()
    {
        string folder = feed.Application("Tooling", Project(""), Program);
        string tools = Path.Combine(folder, "tools");
        Dotnet(folder, "tool", "install", "Kerasharp.Tool", "--tool-path", tools, "--add-source", feed.Folder);
        var environment = new Dictionary<string, string>
        {
            ["KERASHARP_ORT"] = (string)AppContext.GetData("Kerasharp.Tests.NativeFolder")!,
        };

        Assert.Contains(
            "CPUExecutionProvider",
            Command.Expect(folder, environment, Path.Combine(tools, "kerasharp"), "info")
        );
    }

    private static string Project(string references) =>
        $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Kerasharp" Version="*" />
                <PackageReference Include="Kerasharp.Datasets" Version="*" />
                {references}
              </ItemGroup>
            </Project>
            """;

    private string Dotnet(string folder, params string[] arguments) =>
        Command.Expect(folder, feed.Environment, "dotnet", arguments);

    private (int ExitCode, string Output) Try(string folder, string[] arguments) =>
        Command.Run(folder, feed.Environment, "dotnet", arguments);

    /// <summary>Skips where the SDK's own packages for a form of publishing cannot be had.</summary>
    private static void Fetched((int ExitCode, string Output) result)
    {
        foreach (string code in new[] { "NU1101", "NU1102", "NU1301" })
        {
            int at = result.Output.IndexOf(code, StringComparison.Ordinal);
            Assert.SkipWhen(at >= 0, at < 0 ? "" : result.Output[at..].Split('\n')[0]);
        }
        Assert.True(result.ExitCode == 0, result.Output);
    }
}
