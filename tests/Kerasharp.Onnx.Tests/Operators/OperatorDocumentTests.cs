using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Runtime;
using Kerasharp.Onnx.Tests.Graphs;

namespace Kerasharp.Onnx.Tests.Operators;

/// <summary>docs/operators.md is what the code says, and the code reaches as far as is promised.</summary>
public sealed class OperatorDocumentTests
{
    // The promise: a gradient for all of the builder's standard operators, and for so many more.
    private const int Beyond = 40;

    [Fact]
    public void The_document_is_up_to_date()
    {
        Assert.SkipUnless(OrtEnvironment.Version == "1.30.0", "The document was measured on ONNX Runtime 1.30.0.");
        bool data =
            Environment.GetEnvironmentVariable("KERASHARP_DATA") is { Length: > 0 } folder
            && Directory.Exists(Path.Combine(folder, "onnx-node-tests"));
        string text = OperatorDocument.Text(data ? NodeTestAccount.Get() : null);
        if (Environment.GetEnvironmentVariable("KERASHARP_UPDATE") == "1")
            File.WriteAllText(OperatorDocument.FilePath, text);

        string written = File.Exists(OperatorDocument.FilePath)
            ? File.ReadAllText(OperatorDocument.FilePath).ReplaceLineEndings("\n")
            : "";
        var differing = text.Split('\n').Except(written.Split('\n')).Take(5);
        Assert.True(
            written == text,
            $"docs/operators.md is not what it should be; if the change is meant, run this with KERASHARP_UPDATE=1.\n{string.Join("\n", differing)}"
        );
    }

    [Fact]
    public void Every_operator_of_the_runtime_s_gradient_builder_has_a_gradient_and_many_more_have()
    {
        var missing = OperatorDocument.OfBuilder.Where(name =>
            OperatorTable.Find("", name) is not { } o || (o.Gradient is null && o.Constant is null)
        );

        Assert.Empty(missing);
        Assert.InRange(
            OperatorDocument.Standard.Count(o =>
                o.Gradient is not null && !OperatorDocument.OfBuilder.Contains(o.Name)
            ),
            Beyond,
            int.MaxValue
        );
    }
}
