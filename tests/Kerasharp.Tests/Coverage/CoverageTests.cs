using Kerasharp.Layers;
using Kerasharp.Saving;

namespace Kerasharp.Tests.Coverage;

/// <summary>docs/coverage.md is what the code says, and the code reaches as far as is promised.</summary>
public class CoverageTests
{
    // So many rows may be explained instead of being there.
    private const int Allowance = 8;

    [Fact]
    public void The_document_is_up_to_date()
    {
        string text = CoverageDocument.Text();
        if (Environment.GetEnvironmentVariable("KERASHARP_UPDATE") == "1")
            File.WriteAllText(CoverageDocument.FilePath, text);
        string written = File.Exists(CoverageDocument.FilePath)
            ? File.ReadAllText(CoverageDocument.FilePath).ReplaceLineEndings("\n")
            : "";
        var differing = text.Split('\n').Except(written.Split('\n')).Take(10);
        Assert.True(
            written == text,
            $"docs/coverage.md is not what it should be; if the change is meant, run this with KERASHARP_UPDATE=1.\n{string.Join("\n", differing)}"
        );
    }

    [Fact]
    public void All_that_Keras_has_is_there_or_explained()
    {
        var no = CoverageDocument.Tables.SelectMany(t => t.Rows).Where(r => !r.IsYes).ToArray();
        var explained = KerasTables.Explained.Select(e => e.Name).ToHashSet();
        Assert.True(explained.Count <= Allowance);
        // One that is explained has a row, and is not there.
        Assert.Empty(explained.Except(no.Select(r => r.Keras)));
        Assert.Empty(KerasTables.Awaited.Except(no.Select(r => r.Keras)));
        var open = no.Where(r => !explained.Contains(r.Keras) && !KerasTables.Awaited.Contains(r.Keras))
            .Select(r => $"{r.Keras}: {string.Join(", ", r.Missing)}");
        Assert.Empty(open);
    }

    [Fact]
    public void Every_layer_can_be_read_from_a_configuration()
    {
        var layers = typeof(Layer)
            .Assembly.GetExportedTypes()
            .Where(t => t.IsSubclassOf(typeof(Layer)) && !t.IsAbstract);
        var known = KnownClasses.Names(typeof(Layer)).ToHashSet();
        var missing = layers
            .Where(t => t.Namespace == "Kerasharp.Layers" && t.BaseType!.IsAbstract && t != typeof(Input))
            .Select(t => t.Name)
            .Where(n => !known.Contains(n));
        Assert.Empty(missing);
    }
}
