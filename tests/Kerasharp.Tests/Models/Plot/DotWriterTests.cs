using Kerasharp.Layers;

namespace Kerasharp.Tests.Models.Plot;

/// <summary>The text that Graphviz reads, letter by letter: the attributes and tables that Keras's model_to_dot makes.</summary>
public class DotWriterTests
{
    [Fact]
    public void ASequentialModelWithEverything()
    {
        using var model = PlottedModels.Sequential();
        string dot = Utils.ModelToDot(
            model,
            showShapes: true,
            showDtype: true,
            showLayerActivations: true,
            showTrainable: true
        );
        Assert.Equal(
            """
            digraph G {
                rankdir=TB;
                concentrate=true;
                dpi=200;
                splines=ortho;
                node [shape=record];
                n1 [label=<<table border="0" cellborder="1" bgcolor="black" cellpadding="10"><tr><td colspan="4" bgcolor="black"><font point-size="16" color="white"><b>conv</b> (Conv2D)</font></td></tr><tr><td colspan="4" bgcolor="white"><font point-size="14">Activation: <b>relu</b></font></td></tr><tr><td bgcolor="white"><font point-size="14">Input shape: <b>(None, 8, 8, 1)</b></font></td><td bgcolor="white"><font point-size="14">Output shape: <b>(None, 6, 6, 4)</b></font></td><td bgcolor="white"><font point-size="14">Output dtype: <b>float32</b></font></td><td bgcolor="forestgreen"><font point-size="14" color="white"><b>Trainable</b></font></td></tr></table>>, fontname=Helvetica, border=0, margin=0];
                n2 [label=<<table border="0" cellborder="1" bgcolor="black" cellpadding="10"><tr><td colspan="3" bgcolor="black"><font point-size="16" color="white"><b>flat</b> (Flatten)</font></td></tr><tr><td bgcolor="white"><font point-size="14">Input shape: <b>(None, 6, 6, 4)</b></font></td><td bgcolor="white"><font point-size="14">Output shape: <b>(None, 144)</b></font></td><td bgcolor="white"><font point-size="14">Output dtype: <b>float32</b></font></td></tr></table>>, fontname=Helvetica, border=0, margin=0];
                n3 [label=<<table border="0" cellborder="1" bgcolor="black" cellpadding="10"><tr><td colspan="4" bgcolor="black"><font point-size="16" color="white"><b>last</b> (Dense)</font></td></tr><tr><td colspan="4" bgcolor="white"><font point-size="14">Activation: <b>softmax</b></font></td></tr><tr><td bgcolor="white"><font point-size="14">Input shape: <b>(None, 144)</b></font></td><td bgcolor="white"><font point-size="14">Output shape: <b>(None, 3)</b></font></td><td bgcolor="white"><font point-size="14">Output dtype: <b>float32</b></font></td><td bgcolor="firebrick"><font point-size="14" color="white"><b>Non-trainable</b></font></td></tr></table>>, fontname=Helvetica, border=0, margin=0];
                n1 -> n2 [penwidth=2];
                n2 -> n3 [penwidth=2];
            }

            """.ReplaceLineEndings("\n"),
            dot
        );
    }

    [Fact]
    public void ANestedModel()
    {
        using var model = new Model(_x, _x.Apply(_inner) + _x, name: "outer");
        Assert.Equal(
            """
            digraph G {
                rankdir=LR;
                concentrate=true;
                dpi=96;
                splines=line;
                node [shape=record];
                n1 [label=<<table border="0" cellborder="1" bgcolor="black" cellpadding="10"><tr><td colspan="1" bgcolor="black"><font point-size="16" color="white"><b>x</b> (InputLayer)</font></td></tr></table>>, fontname=Helvetica, border=0, margin=0];
                subgraph cluster_n2 {
                    style=dashed;
                    label="inner \"1\"";
                    labeljust=l;
                    n3 [label=<<table border="0" cellborder="1" bgcolor="black" cellpadding="10"><tr><td colspan="1" bgcolor="black"><font point-size="16" color="white"><b>one</b> (Dense)</font></td></tr></table>>, fontname=Helvetica, border=0, margin=0];
                    n4 [label=<<table border="0" cellborder="1" bgcolor="black" cellpadding="10"><tr><td colspan="1" bgcolor="black"><font point-size="16" color="white"><b>two</b> (Dense)</font></td></tr></table>>, fontname=Helvetica, border=0, margin=0];
                    n3 -> n4 [penwidth=2];
                }
                n5 [label=<<table border="0" cellborder="1" bgcolor="black" cellpadding="10"><tr><td colspan="1" bgcolor="black"><font point-size="16" color="white"><b>add</b> (Add)</font></td></tr></table>>, fontname=Helvetica, border=0, margin=0];
                n1 -> n3 [penwidth=2];
                n4 -> n5 [penwidth=2];
                n1 -> n5 [penwidth=2];
            }

            """.ReplaceLineEndings("\n"),
            Utils.ModelToDot(model, rankdir: "LR", expandNested: true, dpi: 96, splines: "line")
        );
    }

    [Fact]
    public void ASubgraphStandsWithinAnother()
    {
        _x.Apply(_inner);
        string dot = Utils.ModelToDot(_inner, showLayerNames: false, subgraph: true);
        Assert.StartsWith(
            "subgraph cluster_n0 {\n    style=dashed;\n    label=\"inner \\\"1\\\"\";\n",
            dot,
            StringComparison.Ordinal
        );
        Assert.Contains("<b>Dense</b>", dot);
        Assert.EndsWith("    n1 -> n2 [penwidth=2];\n}\n", dot, StringComparison.Ordinal);
        Assert.Contains("Input shape: <b>(None, 4)</b>", Utils.ModelToDot(_inner, showShapes: true));
    }

    private readonly SymbolicTensor _x = new Input(4) { Name = "x" };
    private readonly Sequential _inner = new(
        [new Dense(4, name: "one"), new Dense(4, name: "two")],
        name: "inner \"1\""
    );
}
