namespace Kerasharp.Onnx.Tests.Graphs;

/// <summary>
/// ONNX's own tests of operators, from the folder that KERASHARP_DATA names: each is read, written, rewritten and run, and must give the
/// outputs that come with it, or is left out for one reason that is counted.
/// </summary>
public sealed class OnnxNodeTests(ITestOutputHelper output)
{
    /// <summary>So many tests of operators must pass; more when operators are added, fewer only with a reason.</summary>
    private const int OfOperators = 1100;

    /// <summary>So many tests of networks and their parts must pass.</summary>
    private const int OfNetworks = 130;

    [Fact]
    public void Models_compute_what_onnx_says()
    {
        var account = NodeTestAccount.Get();

        output.WriteLine($"{account}");
        foreach (
            var kind in (NodeTestClass[])
                [NodeTestClass.NoKernel, NodeTestClass.RuntimeDiffers, NodeTestClass.Refused, NodeTestClass.Failed]
        )
            output.WriteLine($"{NodeTestAccount.Says(kind)}:\n{account.List(kind)}\n");
        output.WriteLine($"passed, but not in every opset:\n{account.Lacking()}");

        Assert.Equal("", account.List(NodeTestClass.Failed));
        Assert.InRange(account.Count(NodeTestClass.Passed, ofOperators: true), OfOperators, int.MaxValue);
        Assert.InRange(account.Count(NodeTestClass.Passed, ofOperators: false), OfNetworks, int.MaxValue);
    }
}
