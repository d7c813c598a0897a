using System.Runtime.InteropServices;
using Kerasharp.Tests.Shared;

namespace Kerasharp.Onnx.Tests;

public sealed class NodeRunnerTests : IDisposable
{
    // A model written by hand: y = x + x for float32 x of shape (N, 2), j = -i for int64 i of shape (N); opset 18.
    private static readonly byte[] Model = Convert.FromHexString(
        "08083a700a0e0a01780a017812017922034164640a0b0a016912016a22034e65671201675a140a0178120f0a0d080112"
            + "090a0312014e0a0208025a100a0169120b0a09080712050a0312014e62140a0179120f0a0d080112090a0312014e0a02"
            + "080262100a016a120b0a09080712050a0312014e42040a001012"
    );

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Runs_a_model_and_gives_its_outputs_by_name()
    {
        string model = _folder.Write("model.onnx", Model);
        float[] x = [1, -2, 0.5f, float.MaxValue, float.NaN, -0f];
        long[] i = [5, long.MinValue + 1, 0];

        var outputs = NodeRunner.Run(model, Inputs(new("float32", [3, 2], Bytes(x)), new("int64", [3], Bytes(i))));

        Assert.Equal(["j", "y"], outputs.Keys.Order());
        Assert.Equal("float32", outputs["y"].Type);
        Assert.Equal([3L, 2L], outputs["y"].Dims);
        Assert.Equal(Bytes(x.Select(value => value + value).ToArray()), outputs["y"].Data);
        Assert.Equal("int64", outputs["j"].Type);
        Assert.Equal([3L], outputs["j"].Dims);
        Assert.Equal(Bytes(i.Select(value => -value).ToArray()), outputs["j"].Data);
    }

    [Fact]
    public void What_Node_reports_reaches_the_test()
    {
        string model = _folder.Write("model.onnx", Model);
        NodeTensor wrongType = new("int64", [1, 2], Bytes<long>([1, 2]));

        var error = Assert.Throws<InvalidOperationException>(() =>
            NodeRunner.Run(model, Inputs(wrongType, new("int64", [1], Bytes<long>([1]))))
        );

        Assert.Contains("tensor(float)", error.Message);
    }

    private static Dictionary<string, NodeTensor> Inputs(NodeTensor x, NodeTensor i) => new() { ["x"] = x, ["i"] = i };

    private static byte[] Bytes<T>(T[] values)
        where T : unmanaged => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
}
