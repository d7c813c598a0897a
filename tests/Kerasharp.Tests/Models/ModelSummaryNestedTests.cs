using Kerasharp.Layers;
using Kerasharp.Tests.References;

namespace Kerasharp.Tests.Models;

/// <summary>Functional and nested models' summaries against snapshots of what Keras prints, in a fresh session.</summary>
[Collection(nameof(AloneCollection))]
public class ModelSummaryNestedTests
{
    private static readonly Dictionary<string, Func<string>> Printed = new()
    {
        ["chain"] = () => Text(Chain()),
        ["shared"] = () => Text(Shared()),
        ["branches"] = () => Text(Branches()),
        ["range"] = () => Text(Branches(), layerRange: ("add$", "dense_\\d")),
        ["range-reversed"] = () => Text(Branches(), layerRange: ("halves", "dense$")),
        ["nested"] = () => Text(Nested()),
        ["nested-expanded"] = () => Text(Nested(), expandNested: true, showTrainable: true),
        ["stack-expanded"] = () => Text(Stack(), expandNested: true),
    };

    public static TheoryData<string> Names => [.. Printed.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void IsThatOfKeras(string name)
    {
        Utils.ClearSession();
        Assert.Equal(ReferenceFiles.Text($"summary-{name}.txt"), Printed[name]());
    }

    [Fact]
    public void LayersWithinAModelOfOnesOwnHaveShapesOnceItWasCalled()
    {
        Utils.ClearSession();
        SymbolicTensor x = new Input(4);
        using var model = new Model(x, x.Apply(new Twice()));
        var rows = model.GetSummary().Rows;
        Assert.Equal(["input_layer", "twice", "dense"], rows.Select(r => r.Name));
        Assert.Equal([0, 0, 1], rows.Select(r => r.Level));
        Assert.Equal("(None, 4)", rows[2].OutputShape);
    }

    [Fact]
    public void AModelThatBeginsInsideAnotherShowsWhereItBegins()
    {
        Utils.ClearSession();
        SymbolicTensor x = new Input(4);
        var h = x.Apply(new Dense(3));
        using var model = new Model(h, h.Apply(new Dense(2)));
        var rows = model.GetSummary().Rows;
        Assert.Equal(["dense", "dense_1"], rows.Select(r => r.Name));
        Assert.Equal(["InputLayer", "Dense"], rows.Select(r => r.TypeName));
        Assert.Equal(["(None, 3)", "(None, 2)"], rows.Select(r => r.OutputShape));
        Assert.Equal(2 * 4, model.CountParams());
        Assert.Equal(["dense_1"], model.Layers.Select(l => l.Name));
    }

    [Fact]
    public void AnInputThatNothingNeedsIsALayer()
    {
        using var model = Branches();
        Assert.Equal("unused", model.GetLayer("unused").Name);
        var y = model.PredictAll([Elements.Rows(2, 2), Elements.Rows(2, 6), Elements.Rows(2, 6)]);
        Assert.Equal(2, y.Count);
    }

    [Fact]
    public void PositionsSetTheColumns()
    {
        using var model = Stack();
        string text = "";
        model.Summary(lineLength: 100, positions: [0.6, 0.8, 1], printFn: t => text += t);
        string rule = text.Split('\n')[1];
        Assert.Equal(100, rule.Length);
        Assert.InRange(rule.IndexOf('┳'), 58, 62);
    }

    [Fact]
    public void TheTotalsOfARangeAreThoseOfTheWholeModel() =>
        Assert.Contains(" Total params: 54 (216.00 B)", Text(Branches(), layerRange: ("dense$", "dense$")));

    [Fact]
    public void ARangeKeepsWhatIsNestedInItsLastLayer()
    {
        Utils.ClearSession();
        string text = Text(Stack(), expandNested: true, layerRange: ("inner", "inner"));
        Assert.Contains("└ dense_1 (Dense)", text);
        Assert.DoesNotContain("sequential_1", text);
    }

    [Theory]
    [InlineData(
        "lstm",
        "dense",
        "'lstm' came, which is the beginning of no layer's name; the layers are 'b', 'a', 'dense'"
    )]
    [InlineData("dense", "x*(", "'x*(' came, which is no regular expression")]
    [InlineData("ense", "dense", "'ense' came, which is the beginning of no layer's name")]
    public void ARangeOfNoLayerIsRefused(string first, string last, string message)
    {
        Utils.ClearSession();
        using var model = Branches();
        var error = Assert.Throws<ArgumentException>(() => model.Summary(layerRange: (first, last)));
        Assert.Contains(message, error.Message);
        Assert.Equal("layerRange", error.ParamName);
    }

    private static Model Chain()
    {
        SymbolicTensor x = new Input(10);
        return new Model(x, x.Apply(new Dense(20)).Apply(new Dense(3)));
    }

    private static Model Shared()
    {
        SymbolicTensor x = new Input(8);
        var layer = new Dense(8);
        return new Model(x, x.Apply(layer).Apply(layer));
    }

    private static Model Branches()
    {
        SymbolicTensor unused = new Input(2) { Name = "unused" };
        SymbolicTensor a = new Input(6) { Name = "a" };
        SymbolicTensor b = new Input(6) { Name = "b" };
        var halves = new Halves().Apply([(a + b.Apply(new Dense(6, name: "dense"))) + 1]);
        return new Model(
            [unused, a, b],
            [halves[0].Apply(new Dense(1, name: "dense_1")), halves[1].Apply(new Dense(2, name: "dense_2"))]
        );
    }

    private static Model Inner()
    {
        SymbolicTensor x = new Input(4);
        var h = x.Apply(new Sequential([new Dense(6), new Dense(5)]));
        return new Model(x, h + h, name: "inner");
    }

    private static Model Nested()
    {
        var inner = Inner();
        inner.Trainable = false;
        SymbolicTensor a = new Input(4);
        SymbolicTensor b = new Input(4);
        var sum = a.Apply(inner) + b.Apply(inner);
        return new Model([a, b], sum.Apply(new Dense(1)));
    }

    private static Sequential Stack()
    {
        var inner = Inner();
        var last = new Sequential([new Dense(1)]);
        return new Sequential([new Input(4), inner, last]);
    }

    private static string Text(
        Model model,
        bool expandNested = false,
        bool showTrainable = false,
        (string, string)? layerRange = null
    )
    {
        string text = "";
        model.Summary(
            printFn: printed => text += printed,
            expandNested: expandNested,
            showTrainable: showTrainable,
            layerRange: layerRange
        );
        model.Dispose();
        return text;
    }

    /// <summary>Gives the halves of the last axis.</summary>
    private sealed class Halves : Layer
    {
        protected override IReadOnlyList<SymbolicTensor> Call(CallContext context, IReadOnlyList<SymbolicTensor> inputs)
        {
            long half = inputs[0].Shape[-1].Value / 2;
            return [Ops.Slice(inputs[0], -1, 0, half), Ops.Slice(inputs[0], -1, half, 2 * half)];
        }

        protected override void Build(IReadOnlyList<Onnx.Graphs.Shape> inputShapes) { }
    }

    /// <summary>A model of one's own, of one layer.</summary>
    private sealed class Twice : Model
    {
        private readonly Dense _dense = new(4, name: "dense");

        public override IReadOnlyList<InputSpec> Inputs =>
            [new("x", Onnx.Graphs.ElementType.Float32, new Onnx.Graphs.Shape(Onnx.Graphs.Dim.Batch, 4))];

        public override IReadOnlyList<string> OutputNames => ["y"];

        public override IReadOnlyList<Layer> Layers => [_dense];

        protected override SymbolicTensor Call(CallContext context, SymbolicTensor input) =>
            _dense.Invoke(context, _dense.Invoke(context, input));
    }
}
