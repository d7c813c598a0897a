namespace Kerasharp.Tests.Models.Plot;

/// <summary>The text that Graphviz reads, letter by letter.</summary>
public class DotWriterTests
{
    [Fact]
    public void ASequentialModelWithEverything()
    {
        using var model = PlottedModels.Sequential();
        Assert.Equal(
            """
            DOT
            """.ReplaceLineEndings("\n"),
            Utils.ModelToDot(model)
        );
    }
}
