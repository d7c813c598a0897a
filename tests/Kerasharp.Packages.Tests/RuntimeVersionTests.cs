namespace Kerasharp.Packages.Tests;

/// <summary>The oldest ONNX Runtime that the README names, and others between it and the one of this repository.</summary>
public sealed class RuntimeVersionTests(PackageFeed feed)
{
    [Theory]
    [InlineData("1.17.3")]
    [InlineData("1.22.0")]
    public void Trains_on(string version)
    {
        string library = Fetch(version);
        string folder = feed.Application("OnOlder", Project, Program);

        string output = Command.Expect(
            folder,
            new Dictionary<string, string>(feed.Environment) { ["KERASHARP_ORT"] = library },
            "dotnet",
            "run",
            "-c",
            "Release"
        );

        Assert.Contains($"{version} learns", output);
    }

    /// <summary>The library of an older release of npm's package, fetched once a machine.</summary>
    internal static string Fetch(string version)
    {
        string folder = Path.Combine(
            (string)AppContext.GetData("Kerasharp.Tests.Cache")!,
            "native",
            $"onnxruntime-{version}"
        );
        if (Find() is { } present)
            return present;
        string temporary = $"{folder}.{Guid.NewGuid():N}";
        Directory.CreateDirectory(temporary);
        File.WriteAllText(Path.Combine(temporary, "package.json"), "{\"private\":true}");
        var (exitCode, output) = Command.Run(
            temporary,
            null,
            "npm",
            "install",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            $"onnxruntime-node@{version}"
        );
        Assert.SkipWhen(exitCode != 0, $"npm could not fetch onnxruntime-node {version}: {output}");
        if (!Directory.Exists(folder))
            Directory.Move(temporary, folder);
        return Find()!;

        string? Find() =>
            Directory.Exists(folder)
                ? Directory
                    .EnumerateFiles(folder, "libonnxruntime.so*", SearchOption.AllDirectories)
                    .FirstOrDefault(f => f.Contains("/linux/x64/", StringComparison.Ordinal))
                : null;
    }

    internal const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <NuGetAudit>false</NuGetAudit>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="Kerasharp" Version="*" />
            <PackageReference Include="Kerasharp.Datasets" Version="*" />
          </ItemGroup>
        </Project>
        """;

    internal const string Program = """
        using Kerasharp;
        using Kerasharp.Datasets;
        using Kerasharp.Layers;
        using Kerasharp.Onnx.Runtime;

        Utils.SetRandomSeed(1);
        var (train, test) = Digits.Load();
        using var model = new Sequential([
            new Input(8, 8, 1),
            new Conv2D(8, kernelSize: 3),
            new BatchNormalization(),
            new Activation("relu"),
            new MaxPooling2D(2),
            new Flatten(),
            new Dropout(0.1),
            new Dense(10),
        ]);
        model.Compile("adam", new Kerasharp.Losses.SparseCategoricalCrossentropy(fromLogits: true), metrics: ["accuracy"]);
        model.Fit(train.X, train.Y, epochs: 10, verbose: 0);
        bool learns = model.Evaluate(test.X, test.Y, verbose: 0)["accuracy"] > 0.8;
        Console.WriteLine($"{RuntimeInfo.Version} {(learns ? "learns" : "does not learn")}");
        """;
}
