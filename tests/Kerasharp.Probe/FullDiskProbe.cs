using Kerasharp.Datasets;
using Kerasharp.Layers;

namespace Kerasharp.Probe;

/// <summary>Writes small files, then large ones over them, in a process that may not write files above some size: a disk that is full.</summary>
internal static class FullDiskProbe
{
    public static void Run(string folder)
    {
        using var small = Network(4);
        using var large = Network(400);
        Write(small, folder);
        foreach (string line in Attempts(large, folder))
            Console.WriteLine(line);
        // What was there before is whole.
        using var model = Model.Load(Path.Combine(folder, "m.kerasharp"));
        small.LoadWeights(Path.Combine(folder, "w.safetensors"));
        small.LoadWeights(Path.Combine(folder, "w.npz"));
        using var onnx = OnnxModel.Load(Path.Combine(folder, "m.onnx"));
        Console.WriteLine($"units {model.Layers[0].Weights[0].Shape[1]} {onnx.Weights[0].Shape[1]}");
        Console.WriteLine(
            $"files {string.Join(' ', Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal))}"
        );
    }

    private static void Write(Model model, string folder)
    {
        foreach (var (name, write) in Writes(model))
            write(Path.Combine(folder, name));
    }

    private static IEnumerable<string> Attempts(Model model, string folder)
    {
        foreach (var (name, write) in Writes(model))
        {
            string outcome;
            try
            {
                write(Path.Combine(folder, name));
                outcome = "written";
            }
            catch (IOException error)
            {
                outcome = error.Message.Contains("What was there before is as it was", StringComparison.Ordinal)
                    ? "refused"
                    : error.Message;
            }
            yield return $"{name} {outcome}";
        }
    }

    private static (string Name, Action<string> Write)[] Writes(Model model) =>
        [
            ("m.kerasharp", path => model.Save(path)),
            ("w.safetensors", model.SaveWeights),
            ("w.npz", model.SaveWeights),
            ("m.onnx", path => model.Export(path)),
            (
                "p.png",
                path =>
                    PngFile.Write(
                        path,
                        Noise((int)model.Layers[0].Weights[1].Count),
                        100,
                        (int)model.Layers[0].Weights[1].Count,
                        1
                    )
            ),
        ];

    private static byte[] Noise(int width)
    {
        var bytes = new byte[100 * width];
        new Random(1).NextBytes(bytes);
        return bytes;
    }

    private static Sequential Network(int units) => new([new Input(100), new Dense(units, name: "a")]);
}
