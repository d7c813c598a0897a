using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace Kerasharp.Tests.Shared;

/// <summary>
/// Runs a model file in onnxruntime-node, in a process of its own: the check that a file works outside Kerasharp.
/// The packages are those that the build fetched together with the native library.
/// </summary>
internal static class NodeRunner
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    // Names match onnxruntime-node's tensors: type, dims, data.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Runs <paramref name="modelPath"/> and gives all its outputs by name.</summary>
    /// <exception cref="InvalidOperationException">Node is missing, or the model fails; the message has Node's own.</exception>
    public static Dictionary<string, NodeTensor> Run(
        string modelPath,
        IReadOnlyDictionary<string, NodeTensor> inputs
    ) => Exchange<Dictionary<string, NodeTensor>>("run-model.mjs", modelPath, inputs);

    /// <summary>
    /// Lets a model whose states are inputs and outputs write tokens, the likeliest at each step. States are named in the order of the
    /// outputs behind the scores.
    /// </summary>
    public static int[] Write(string modelPath, int[] prompt, int count, params (string Name, long[] Dims)[] states) =>
        Exchange<int[]>(
            "write-tokens.mjs",
            modelPath,
            new
            {
                prompt,
                count,
                states = states.Select(s => new { s.Name, s.Dims }),
            }
        );

    /// <summary>Runs a script of a folder, which asks for onnxruntime-node by name, and gives what it prints.</summary>
    /// <param name="folder">The folder; it is copied beside the packages.</param>
    /// <param name="script">The script's path in it.</param>
    /// <param name="arguments">What the script is given.</param>
    public static string Script(string folder, string script, params string[] arguments)
    {
        DirectoryInfo place = Directory.CreateTempSubdirectory("kerasharp-script-");
        try
        {
            foreach (string file in Directory.EnumerateFiles(folder, "*.mjs", SearchOption.AllDirectories))
            {
                string name = Path.GetRelativePath(folder, file);
                if (name.Contains("node_modules", StringComparison.Ordinal))
                    continue;
                string copy = Path.Combine(place.FullName, name);
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }
            string modules = Path.Combine(place.FullName, "node_modules");
            Directory.CreateSymbolicLink(modules, Path.Combine(FindPackages(), "node_modules"));
            string output = RunNode([Path.Combine(place.FullName, script), .. arguments]);
            Directory.Delete(modules);
            return output;
        }
        finally
        {
            place.Delete(recursive: true);
        }
    }

    private static T Exchange<T>(string script, string modelPath, object inputs)
    {
        script = Path.Combine(AppContext.BaseDirectory, "node", script);
        DirectoryInfo exchange = Directory.CreateTempSubdirectory("kerasharp-node-");
        try
        {
            string inputsFile = Path.Combine(exchange.FullName, "inputs.json");
            string outputsFile = Path.Combine(exchange.FullName, "outputs.json");
            File.WriteAllText(inputsFile, JsonSerializer.Serialize(inputs, Json));
            RunNode([script, FindPackages(), Path.GetFullPath(modelPath), inputsFile, outputsFile]);
            return JsonSerializer.Deserialize<T>(File.ReadAllText(outputsFile), Json)!;
        }
        finally
        {
            exchange.Delete(recursive: true);
        }
    }

    private static string FindPackages()
    {
        string packages = (string)AppContext.GetData("Kerasharp.Tests.NodePackages")!;
        bool present = Directory.Exists(Path.Combine(packages, "node_modules"));
        if (!present && Environment.GetEnvironmentVariable("KERASHARP_ORT") is { Length: > 0 })
        {
            Assert.Skip("KERASHARP_ORT is set, so the build fetched no packages for Node");
        }
        return present
            ? packages
            : throw new InvalidOperationException($"No npm packages in {packages}; build again to fetch them.");
    }

    private static string RunNode(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("node", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Start(start);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"Node did not end within {Limit}.");
        }
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"Node ended with code {process.ExitCode}:{Environment.NewLine}{errors.Result}{output.Result}"
            );
        }
        return output.Result;
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new InvalidOperationException($"'node' could not be started; install Node.js 20 or later.", error);
        }
    }
}
