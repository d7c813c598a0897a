using System.CommandLine;

namespace Kerasharp.Tool;

/// <summary><c>kerasharp summary model.onnx</c>: the table that Keras prints of a model, a row for each node.</summary>
internal static class SummaryCommand
{
    public static Command Create()
    {
        var model = CommandParts.Model();
        var width = new Option<int?>("--width") { Description = "The table's width in characters." };
        return new Command("summary", "Prints the nodes, their output shapes and numbers of parameters.")
        {
            model,
            width,
        }.Does(
            (parsed, output) =>
            {
                string path = parsed.GetRequiredValue(model);
                using var loaded = OnnxModel.Load(path, Path.GetFileNameWithoutExtension(path).Replace('/', '_'));
                loaded.Summary(parsed.GetValue(width), printFn: text => output.Write(text.ReplaceLineEndings()));
                return 0;
            }
        );
    }
}
