using System.CommandLine;
using System.Globalization;
using Kerasharp.Datasets;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Tool;

/// <summary><c>kerasharp run model.onnx --input x.npy</c>: the outputs of NumPy's arrays.</summary>
internal static class RunCommand
{
    private const int Shown = 10;

    public static Command Create()
    {
        var model = CommandParts.Model();
        var inputs = new Option<string[]>("--input", "-i")
        {
            Description = "An input's array, as file.npy or name=file.npy; once for each input.",
            AllowMultipleArgumentsPerToken = true,
        };
        var folder = new Option<string?>("--output", "-o")
        {
            Description = "A folder that gets each output as <name>.npy.",
        };
        var device = new Option<string?>("--device") { Description = "Where to compute: cpu, cuda:0, webgpu …" };
        return new Command("run", "Computes the outputs and prints their beginnings.")
        {
            model,
            inputs,
            folder,
            device,
        }.Does(
            (parsed, output) =>
            {
                var chosen = parsed.GetValue(device) is { } name ? Device.Parse(name) : null;
                using var session = ModelSession.Load(parsed.GetRequiredValue(model), chosen);
                var results = session.Run(Read(session, parsed.GetValue(inputs) ?? []));
                foreach (var value in session.Outputs)
                    Print(value.Name, results[value.Name], output);
                if (parsed.GetValue(folder) is { } target)
                    Write(results, target);
                return 0;
            }
        );
    }

    private static Dictionary<string, ConstantTensor> Read(ModelSession session, string[] given)
    {
        var arrays = new Dictionary<string, ConstantTensor>();
        for (int i = 0; i < given.Length; i++)
        {
            int split = given[i].IndexOf('=', StringComparison.Ordinal);
            if (split < 0 && i >= session.Inputs.Count)
                throw new ArgumentException(
                    $"{given.Length} inputs came; the model takes {session.Inputs.Count}. Give one file for each."
                );
            var array = NpyFile.Read(given[i][(split + 1)..]);
            string name = split < 0 ? session.Inputs[i].Name : given[i][..split];
            arrays[name] = new ConstantTensor(ElementTypes.Of(array.ElementType), array.Lengths, array.Bytes);
        }
        return arrays;
    }

    private static void Print(string name, ConstantTensor tensor, TextWriter output)
    {
        var numbers = tensor
            .ToDoubles()
            .Take(Shown)
            .Select(n => ((float)n).ToString("G7", CultureInfo.InvariantCulture));
        string more = tensor.Count > Shown ? ", …" : "";
        output.WriteLine($"{name}: {tensor.Type} {tensor.Shape}");
        output.WriteLine($"  {string.Join(", ", numbers)}{more}");
    }

    private static void Write(IReadOnlyDictionary<string, ConstantTensor> results, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, tensor) in results)
        {
            var type =
                ElementTypes.ToClr(tensor.Type)
                ?? throw new ArgumentException(
                    $"The output '{name}' has elements of {tensor.Type}, which NumPy's files do not have. Leave --output out."
                );
            string file = string.Join('_', name.Split(Path.GetInvalidFileNameChars())) + ".npy";
            NpyFile.Write(
                Path.Combine(folder, file),
                new NpyArray(type, tensor.Shape.ToArray(), tensor.Bytes.ToArray())
            );
        }
    }
}
