// The repository's chores: dotnet cake [--target=Restore|Build|Test|Coverage|Pack|Bench]; Test is the default.
const string Configuration = "Release";
const string Solution = "Kerasharp.sln";
DirectoryPath artifacts = "artifacts";

string target = Argument("target", "Test");

Task("Restore")
    .Description("Fetches the NuGet packages and the ONNX Runtime library.")
    .Does(() =>
    {
        DotNetRestore(Solution);
        DotNetMSBuild("build/native/Kerasharp.Native.proj");
    });

Task("Build")
    .Description("Builds everything; warnings are errors.")
    .IsDependentOn("Restore")
    .Does(() => DotNetBuild(Solution, new DotNetBuildSettings { Configuration = Configuration, NoRestore = true }));

Task("Test")
    .Description("Runs all tests.")
    .IsDependentOn("Build")
    .Does(() => DotNetTest(Solution, new DotNetTestSettings { Configuration = Configuration, NoBuild = true }));

Task("Coverage")
    .Description("Runs all tests and writes which lines they reach to artifacts/coverage.")
    .IsDependentOn("Build")
    .Does(() =>
    {
        DirectoryPath results = artifacts.Combine("coverage-results");
        CleanDirectory(results);
        DotNetTest(
            Solution,
            new DotNetTestSettings
            {
                Configuration = Configuration,
                NoBuild = true,
                Collectors = ["XPlat Code Coverage"],
                ResultsDirectory = results,
            }
        );
        string arguments =
            $"tool run reportgenerator -reports:{results}/*/coverage.cobertura.xml -targetdir:{artifacts}/coverage "
            + "-reporttypes:Html;TextSummary";
        if (StartProcess("dotnet", arguments) != 0)
        {
            throw new CakeException("reportgenerator failed; see its messages above.");
        }
    });

Task("Pack")
    .Description("Writes the NuGet packages to artifacts/packages.")
    .IsDependentOn("Build")
    .Does(() =>
    {
        DirectoryPath packages = artifacts.Combine("packages");
        CleanDirectory(packages);
        DotNetPack(
            Solution,
            new DotNetPackSettings
            {
                Configuration = Configuration,
                NoBuild = true,
                OutputDirectory = packages,
            }
        );
    });

Task("Bench")
    .Description("Runs the benchmarks, and writes benchmarks/RESULTS.md.")
    .IsDependentOn("Restore")
    .Does(() =>
    {
        if (GetFiles("benchmarks/*.csproj").Count == 0)
        {
            throw new CakeException("There is no benchmark project: expected one in benchmarks/.");
        }
        // Beside PyTorch and TensorFlow.js where there is a shell for it, else by ourselves.
        if (!IsRunningOnWindows())
        {
            if (StartProcess("benchmarks/compare.sh") != 0)
            {
                throw new CakeException("benchmarks/compare.sh failed; see its messages above.");
            }
            return;
        }
        DotNetRun("benchmarks", new DotNetRunSettings { Configuration = Configuration });
    });

RunTarget(target);
