using System.CommandLine;
using System.Globalization;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Tool;

/// <summary><c>kerasharp inspect model.onnx</c>: what the file says of itself.</summary>
internal static class InspectCommand
{
    public static Command Create()
    {
        var model = CommandParts.Model();
        return new Command("inspect", "Prints inputs, outputs, operator sets, operators, sizes and metadata.")
        {
            model,
        }.Does((parsed, output) => Print(ModelDescription.Load(parsed.GetRequiredValue(model)), output));
    }

    private static int Print(ModelDescription model, TextWriter output)
    {
        Line("graph", model.Name);
        Line("producer", model.Producer);
        Line("file", $"{Number(model.FileBytes)} bytes, format version {model.IrVersion}");
        Line("opsets", string.Join(", ", model.Opsets.Select(o => $"{o.Key} {o.Value}")));
        Line("parameters", $"{Number(model.Parameters)} ({Number(model.ParameterBytes)} bytes)");
        foreach (var input in model.Inputs)
            Line("input", input);
        foreach (var value in model.Outputs)
            Line("output", value);
        foreach (var (name, count) in model.Operators.OrderByDescending(o => o.Value))
            Line("operator", $"{name} x {count}");
        foreach (var (key, value) in model.Metadata)
            Line("metadata", $"{key} = {value}");
        return 0;

        void Line(string what, object text) => output.WriteLine($"{what, -11} {text}");
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
